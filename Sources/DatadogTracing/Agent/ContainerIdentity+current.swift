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
        controlGroups: text(ofFile: "/proc/self/cgroup"),
        mounts: text(ofFile: "/proc/self/mountinfo"),
        // PROC_CGROUP_INIT_INO of Linux: the host's own namespace always has this inode.
        isHostNamespace: inode(of: "/proc/self/ns/cgroup") == 0xEFFF_FFFB,
        inode: inode(of:)
    )

    /// Bytes of a file that are read at most.
    private static let maximumBytes = 256 * 1024

    /// Empty if it cannot be read.
    private static func text(ofFile path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes)
        var end = 0
        while end < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
                return read(descriptor, rest.baseAddress, rest.count)
            }
            guard count > 0 else { break }
            end += count
        }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    private static func inode(of path: String) -> UInt64? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_ino != 0 else { return nil }
        return UInt64(status.st_ino)
    }
}
