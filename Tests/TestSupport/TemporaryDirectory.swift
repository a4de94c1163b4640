// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A new, empty folder of its own, removed with everything in it when the last reference goes.
public final class TemporaryDirectory: Sendable {
    /// The folder's absolute path; short enough to hold a Unix socket.
    public let path: String

    /// Creates the folder.
    public init() throws {
        var template = Array("/tmp/vx-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw TestSupportError("mkdtemp failed with errno \(errno)")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
