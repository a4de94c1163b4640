// SPDX-License-Identifier: Apache-2.0

import JSON

/// What a command that has ended left behind.
struct Finished: Sendable {
    let exitCode: Int32
    let output: [UInt8]
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }

    /// Standard output as one JSON value a line.
    func lines() throws -> [JSONValue] {
        try output.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: Array($0)) }
    }
}
