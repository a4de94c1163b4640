// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The text of a small file, such as those of `/proc`, whose size nobody knows before they are read.
enum FileText {
    /// The first bytes of the file as text; empty if it cannot be read.
    static func read(_ path: String, maximumBytes: Int) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes)
        var end = 0
        while end < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
                #if canImport(Glibc)
                return Glibc.read(descriptor, rest.baseAddress, rest.count)
                #elseif canImport(Musl)
                return Musl.read(descriptor, rest.baseAddress, rest.count)
                #else
                return Darwin.read(descriptor, rest.baseAddress, rest.count)
                #endif
            }
            guard count > 0 else { break }
            end += count
        }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
