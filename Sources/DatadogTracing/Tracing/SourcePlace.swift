// SPDX-License-Identifier: Apache-2.0

/// Where in the source a span was started.
struct SourcePlace: Sendable, CustomStringConvertible {
    let function: String
    let file: String
    let line: UInt

    var description: String { "\(function) (\(file):\(line))" }
}
