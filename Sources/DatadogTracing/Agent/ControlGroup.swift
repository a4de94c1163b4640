// SPDX-License-Identifier: Apache-2.0

/// A line of `/proc/self/cgroup`: `number:controllers:path`.
struct ControlGroup {
    /// Empty in version 2.
    let controllers: Substring
    let path: Substring

    /// The groups that can tell about a container: version 2's and version 1's `memory` come first.
    static func all(in text: String) -> [ControlGroup] {
        let groups = text.split(separator: "\n").prefix(100).compactMap(ControlGroup.init(line:))
        let telling = groups.filter(\.isTelling)
        return telling + groups.filter { !$0.isTelling }
    }

    private init?(line: Substring) {
        let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3, Int(fields[0]) != nil else { return nil }
        controllers = fields[1]
        path = fields[2]
    }

    private var isTelling: Bool { controllers.isEmpty || controllers == "memory" }

    /// The id at the path's end: 64 hexadecimal digits (Docker, containerd, CRI-O), a task's of ECS on Fargate
    /// (32 digits, a hyphen, a number) or a UUID (Garden); systemd may put `docker-` or the like before and `.scope` behind.
    var containerID: String? {
        // A pod's own group ends with the pod's id.
        guard let last = path.split(separator: "/").last, !last.hasPrefix("pod") else { return nil }
        let name = last.hasSuffix(".scope") ? last.dropLast(".scope".count) : last
        return ContainerID.ending(name)
    }

    /// Where the group's folder lies if control groups are mounted as usual.
    var mountedPath: String {
        let root = controllers.isEmpty ? "/sys/fs/cgroup" : "/sys/fs/cgroup/\(controllers)"
        let inside = path.drop { $0 == "/" }
        return inside.isEmpty ? root : "\(root)/\(inside)"
    }
}
