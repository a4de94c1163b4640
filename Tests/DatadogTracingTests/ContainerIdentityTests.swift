// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

/// Texts of `/proc/self/cgroup` and `/proc/self/mountinfo` as the runtimes make them.
@Suite struct ContainerIdentityTests {
    private static let id = "3726184226f5d3147c25fdeab5b60097e378e8a720503a5e19ecfdf29f869860"

    private func identity(
        _ controlGroups: String,
        mounts: String = "",
        isHost: Bool = false,
        inodes: [String: UInt64] = [:]
    ) -> ContainerIdentity {
        ContainerIdentity(controlGroups: controlGroups, mounts: mounts, isHostNamespace: isHost) { inodes[$0] }
    }

    @Test(arguments: [
        ("Docker, version 1", "13:name=systemd:/docker/\(id)\n12:pids:/docker/\(id)\n4:memory:/docker/\(id)\n", id),
        ("Docker, version 2, systemd", "0::/system.slice/docker-\(id).scope\n", id),
        ("Kubernetes with Docker, version 1", "4:memory:/kubepods/burstable/pod\(uuid)/\(id)\n", id),
        (
            "Kubernetes with containerd, version 1, systemd",
            "1:name=systemd:/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod\(uuid_).slice/"
                + "cri-containerd-\(id).scope\n", id
        ),
        (
            "Kubernetes with CRI-O, version 2",
            "0::/kubepods.slice/kubepods-pod\(uuid_).slice/crio-\(id).scope\n", id
        ),
        ("containerd, version 2", "0::/kubepods/besteffort/pod\(uuid)/\(id)\n", id),
        ("ECS on EC2", "9:perf_event:/ecs/haproxy-ec2-32/\(uuid)/\(id)\n8:memory:/ecs/\(uuid)/\(id)\n", id),
        ("ECS on Fargate 1.3", "11:hugetlb:/ecs/\(uuid)/\(id)\n", id),
        ("ECS on Fargate 1.4", "11:hugetlb:/ecs/\(task)/\(task)\n1:name=systemd:/ecs/\(task)/\(task)\n", task),
        ("Garden", "1:name=systemd:/system.slice/garden.service/garden/\(uuid)\n", uuid),
        ("Garden, short", "1:name=systemd:/system.slice/garden.service/garden/6f265890-5165-7fab-6b52-18d1\n", short),
        ("without a newline, other lines broken", "garbage\n:::\n12\n4:memory:/docker/\(id)", id),
    ])
    func theControlGroupNamesTheContainer(_ runtime: String, _ text: String, _ id: String) {
        let identity = identity(text, isHost: true)
        #expect(identity.containerID == id && identity.entityID == "ci-\(id)", "\(runtime)")
    }

    private static let uuid = "34dc0b5e-626f-2c5c-4c51-70e34b10e765"
    private static let uuid_ = "34dc0b5e_626f_2c5c_4c51_70e34b10e765"
    private static let task = "34dc0b5e626f2c5c4c5170e34b10e765-1234567890"
    private static let short = "6f265890-5165-7fab-6b52-18d1"

    @Test(arguments: [
        ("a service of systemd, version 2", "0::/system.slice/vote-worker.service\n"),
        ("a session, version 1", "12:memory:/user.slice\n1:name=systemd:/user.slice/user-1000.slice/session-4.scope\n"),
        ("the root group", "4:memory:/\n0::/\n"),
        ("a pod's own group", "0::/kubepods/burstable/pod34dc0b5e-626f-2c5c-4c51-70e34b10e765\n"),
        ("nothing", ""),
    ])
    func aPlainHostIsNoContainer(_ name: String, _ text: String) {
        let identity = identity(text, mounts: Self.hostMounts, isHost: true, inodes: ["/sys/fs/cgroup": 1])
        #expect(identity == self.identity("") && identity.entityID == nil, "\(name)")
    }

    private static let hostMounts = """
        22 27 0:21 / /proc rw,relatime - proc proc rw
        27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw

        """

    @Test(arguments: [
        (
            "Docker", "1258 1249 8:1 /var/lib/docker/containers/\(id)/hostname /etc/hostname rw - ext4 /dev/sda1 rw",
            true
        ),
        (
            "CRI-O",
            "980 900 0:24 /containers/storage/overlay-containers/\(id)/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw",
            true
        ),
        (
            "containerd's sandbox is the pod's",
            "733 581 8:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/\(id)/hostname /etc/hostname rw - ext4 a rw",
            false
        ),
        ("another file", "1 2 8:1 /var/lib/docker/containers/\(id)/resolv.conf /etc/resolv.conf rw - ext4 a rw", false),
        ("cut off", "1 2 8:1 /var/lib/docker", false),
    ])
    func theMountsNameTheContainerWhenTheGroupsDoNot(_ name: String, _ line: String, isFound: Bool) {
        let identity = identity("0::/\n", mounts: Self.hostMounts + line + "\n")
        #expect(identity.containerID == (isFound ? Self.id : nil), "\(name)")
    }

    @Test func withoutAnIDTheGroupsInodeStands() {
        let version2 = identity("0::/\n", inodes: ["/sys/fs/cgroup": 4242])
        #expect(version2.containerID == nil && version2.entityID == "in-4242")
        let version1 = identity("5:cpu:/\n4:memory:/inner\n", inodes: ["/sys/fs/cgroup/memory/inner": 7])
        #expect(version1.entityID == "in-7")
        #expect(identity("0::/\n").entityID == nil)
    }

    @Test func thisProcessCanBeLookedAt() {
        let identity = ContainerIdentity.current
        #expect(identity.entityID?.hasPrefix("ci-") ?? true || identity.entityID?.hasPrefix("in-") ?? true)
        #expect(identity.containerID.map { "ci-\($0)" == identity.entityID } ?? true)
    }
}
