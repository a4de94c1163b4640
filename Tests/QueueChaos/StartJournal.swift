// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file to which each worker adds a line of fixed size when it starts a job; what was written outlives `kill -9`.
struct StartJournal: Sendable {
    private let descriptor: Int32

    /// One start of one job.
    struct Start {
        let job: Int
        let worker: Int32
        /// Nanoseconds of the monotonic clock, which all processes share.
        let time: UInt64
    }

    private static let size = 24

    init(appendingTo path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw ChaosError("cannot write \(path): errno \(errno)") }
    }

    /// Writes into the page cache alone: short enough for a handler.
    func note(job: Int) {
        var words = [UInt64(job), UInt64(getpid()), Self.now]
        let written = write(descriptor, &words, Self.size)
        precondition(written == Self.size, "the journal of starts cannot be written: errno \(errno)")
    }

    /// All starts, in the order written.
    static func starts(in path: String) throws -> [Start] {
        let bytes = try Data(contentsOf: URL(filePath: path))
        return bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - size + 1, by: size).map { offset in
                let words = (0..<3).map { bytes.loadUnaligned(fromByteOffset: offset + 8 * $0, as: UInt64.self) }
                return Start(job: Int(words[0]), worker: Int32(truncatingIfNeeded: words[1]), time: words[2])
            }
        }
    }

    static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
