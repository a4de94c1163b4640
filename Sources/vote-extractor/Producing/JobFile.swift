// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that the user named, to become a page of a job.
struct JobFile {
    let name: String
    let bytes: [UInt8]

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandError("\(path): there is no such file, or it cannot be read")
        }
        guard data.count <= Self.maximumBytes else {
            throw CommandError("\(path): \(data.count) bytes are more than a worker fetches (\(Self.maximumBytes))")
        }
        name = URL(filePath: path).lastPathComponent
        bytes = Array(data)
    }

    /// The worker's default for one file.
    private static let maximumBytes = 10_000_000
}
