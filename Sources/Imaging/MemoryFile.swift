// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A file in memory, for programs that want one: it has no name that others could open, and leaves nothing behind.
final class MemoryFile: Sendable {
    let descriptor: FileDescriptor

    init(_ bytes: [UInt8]) throws(ImagingError) {
        let number = memfd_create("document", UInt32(MFD_CLOEXEC))
        guard number >= 0 else { throw Self.failure }
        descriptor = FileDescriptor(rawValue: number)
        do {
            _ = try descriptor.writeAll(bytes)
        } catch {
            try? descriptor.close()
            throw Self.failure
        }
    }

    deinit { try? descriptor.close() }

    private static let failure = ImagingError(.childFailed, "no memory could be had for a document; try again")
}
