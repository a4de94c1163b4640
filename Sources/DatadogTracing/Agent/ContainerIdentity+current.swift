// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension ContainerIdentity {
    /// Of this process; read once.
    static let current = ContainerIdentity(
        controlGroups: FileText.read("/proc/self/cgroup", maximumBytes: maximumBytes),
        mounts: FileText.read("/proc/self/mountinfo", maximumBytes: maximumBytes),
        // PROC_CGROUP_INIT_INO of Linux: the host's own namespace always has this inode.
        isHostNamespace: inode(of: "/proc/self/ns/cgroup") == 0xEFFF_FFFB,
        inode: inode(of:)
    )

    /// Bytes of a file that are read at most.
    private static let maximumBytes = 256 * 1024

    private static func inode(of path: String) -> UInt64? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_ino != 0 else { return nil }
        return UInt64(status.st_ino)
    }
}
