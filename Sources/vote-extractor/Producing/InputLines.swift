// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The lines of standard input as they are, byte by byte, read piece by piece.
struct InputLines {
    /// A line and where it stands.
    struct Line {
        let number: Int
        let bytes: [UInt8]
    }

    private static let pieceBytes = 1 << 16

    private let maximumBytes: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var number = 0
    private var isAtEnd = false

    /// - Parameter maximumBytes: A line that is longer is refused.
    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// The next line that is not empty, without its end; nil after the last one.
    mutating func next() throws -> Line? {
        while let bytes = try nextBytes() {
            number += 1
            let line = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]
            if !line.isEmpty { return Line(number: number, bytes: Array(line)) }
        }
        return nil
    }

    private mutating func nextBytes() throws -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            guard buffer.count - start <= maximumBytes else {
                throw CommandError("line \(number + 1) is longer than \(maximumBytes) bytes")
            }
            guard !isAtEnd else {
                defer { start = buffer.count }
                return start < buffer.count ? Array(buffer[start...]) : nil
            }
            buffer.removeFirst(start)
            start = 0
            searched = buffer.count
            let piece = try FileHandle.standardInput.read(upToCount: Self.pieceBytes) ?? Data()
            isAtEnd = piece.isEmpty
            buffer += piece
        }
    }
}
