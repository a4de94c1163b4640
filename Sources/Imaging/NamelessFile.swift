// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage

/// A temporary file for a child process to read: it has no name that others could open, and leaves nothing behind.
final class NamelessFile: Sendable {
    let descriptor: FileDescriptor

    init(_ bytes: [UInt8]) throws(ImagingError) {
        do {
            descriptor = try Self.open()
            try descriptor.writeAll(bytes)
        } catch {
            throw ImagingError(
                .childFailed,
                "a document could not be written to the temporary folder; is it writable and not full?"
            )
        }
    }

    deinit { try? descriptor.close() }

    private static func open() throws -> FileDescriptor {
        let path = FilePath(FileManager.default.temporaryDirectory.path).appending(UUID().uuidString)
        let descriptor = try FileDescriptor.open(
            path,
            .readWrite,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: .ownerReadWrite
        )
        try FileManager.default.removeItem(atPath: path.string)
        return descriptor
    }
}
