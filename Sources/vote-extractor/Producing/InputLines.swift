// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc

/// The lines of standard input as they are, byte by byte, each as soon as it is there.
struct InputLines {
    /// A line and where it stands.
    struct Line {
        let number: Int
        let bytes: [UInt8]
    }

    /// What comes next.
    enum Next {
        /// A line that is not empty, without its end.
        case line(Line)
        /// Nothing came for a moment.
        case pause
        case end
    }

    private static let pieceBytes = 1 << 16
    private static let momentMilliseconds: Int32 = 50

    private let maximumBytes: Int
    /// Waiting for input takes as long as it takes: a thread of its own.
    private let reader = DispatchQueue(label: "standard-input")
    private var buffer: [UInt8] = []
    private var start = 0
    /// Up to where no line end was found: a long line is looked through once, not anew with every piece.
    private var searched = 0
    private var number = 0
    private var isAtEnd = false

    /// - Parameter maximumBytes: A line that is longer is refused.
    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// The next line that is not empty, without its end; nil after the last one.
    mutating func next() async throws -> Line? {
        guard case .line(let line) = try await next(orPause: false) else { return nil }
        return line
    }

    /// What comes next.
    ///
    /// - Parameter orPause: Whether to say so when nothing comes for a moment, instead of waiting.
    mutating func next(orPause mayPause: Bool) async throws -> Next {
        while true {
            while let bytes = takeLine() {
                number += 1
                let line = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]
                if !line.isEmpty { return .line(Line(number: number, bytes: Array(line))) }
            }
            guard !isAtEnd || start < buffer.count else { return .end }
            guard buffer.count - start <= maximumBytes else {
                throw CommandError("line \(number + 1) is longer than \(maximumBytes) bytes")
            }
            switch await read(orPause: mayPause) {
            case .success(let piece?): add(piece)
            case .success(nil): return .pause
            case .failure(let error): throw error
            }
        }
    }

    private mutating func add(_ piece: [UInt8]) {
        buffer.removeFirst(start)
        searched -= start
        start = 0
        isAtEnd = piece.isEmpty
        buffer += piece
    }

    /// What stands before the next line end, or at the end of the input before that.
    private mutating func takeLine() -> [UInt8]? {
        let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n"))
        guard end != nil || isAtEnd && start < buffer.count else {
            searched = buffer.count
            return nil
        }
        defer {
            start = end.map { $0 + 1 } ?? buffer.count
            searched = start
        }
        return Array(buffer[start..<(end ?? buffer.count)])
    }

    /// What is there now, at least one byte but at the end; nil if nothing came for a moment.
    ///
    /// Not `throws`: Swift 6.3.1 crashes when it optimizes such a function into its callers.
    private func read(orPause mayPause: Bool) async -> Result<[UInt8]?, CommandError> {
        await withCheckedContinuation { continuation in
            reader.async { continuation.resume(returning: Self.read(orPause: mayPause)) }
        }
    }

    private static func read(orPause mayPause: Bool) -> Result<[UInt8]?, CommandError> {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        if mayPause, poll(&input, 1, momentMilliseconds) == 0 { return .success(nil) }
        var status = -1
        let piece = [UInt8](unsafeUninitializedCapacity: pieceBytes) { bytes, count in
            repeat {
                status = Glibc.read(STDIN_FILENO, bytes.baseAddress, bytes.count)
            } while status < 0 && errno == EINTR
            count = max(status, 0)
        }
        guard status >= 0 else { return .failure(CommandError("standard input cannot be read: errno \(errno)")) }
        return .success(piece)
    }
}
