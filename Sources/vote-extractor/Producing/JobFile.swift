// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that the user named, to become a page of a job.
struct JobFile {
    let name: String
    let bytes: [UInt8]

    /// - Parameter maximumMB: Megabytes of a file that workers fetch.
    init(path: String, maximumMB: Int) throws {
        let maximum = maximumMB * 1_000_000
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandError("\(path): there is no such file, or it cannot be read")
        }
        guard data.count <= maximum else {
            throw CommandError(
                "\(path): \(data.count) bytes are more than a worker fetches (\(maximum), see \(Settings.maxFileMB.entry.variable))"
            )
        }
        name = URL(filePath: path).lastPathComponent
        bytes = Array(data)
    }
}
