// SPDX-License-Identifier: Apache-2.0

/// Which container the process runs in, so that the agent can add the container's tags.
struct ContainerIdentity: Sendable, Hashable {
    /// The id that the container runtime gave, if it can be seen from inside.
    let containerID: String?
    /// `ci-<container id>`, or `in-<inode>` of the process's control group if its id cannot be seen; nil on a plain host.
    let entityID: String?

    /// Looks in the process's control groups, then in its mounts, and falls back on the control group's inode.
    ///
    /// - Parameters:
    ///   - controlGroups: the text of `/proc/self/cgroup`.
    ///   - mounts: the text of `/proc/self/mountinfo`.
    ///   - isHostNamespace: whether the control groups are seen as the host sees them; then their inodes say nothing.
    ///   - inode: the inode of a path, if there is one.
    init(controlGroups: String, mounts: String, isHostNamespace: Bool, inode: (String) -> UInt64?) {
        let groups = ControlGroup.all(in: controlGroups)
        containerID = groups.lazy.compactMap(\.containerID).first ?? MountInfo.containerID(in: mounts)
        if let containerID {
            entityID = "ci-\(containerID)"
        } else {
            let node = isHostNamespace ? nil : groups.compactMap { inode($0.mountedPath) }.first
            entityID = node.map { "in-\($0)" }
        }
    }
}
