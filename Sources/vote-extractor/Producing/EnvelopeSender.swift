// SPDX-License-Identifier: Apache-2.0

import JobQueue
import RedisJobQueue
import Sealing
import Synchronization

/// Sends the job envelopes on standard input, and can say at each moment how many went.
///
/// They go by the hundred, so that the input need not fit into memory, but as soon as no more come at once. Each is checked
/// before it is sent, and sealed where there is a key.
final class EnvelopeSender: Sendable {
    private let queue: RedisJobQueue
    private let seal: ContentSeal?
    private let counts = Mutex((sent: 0, underWay: 0))

    init(queue: RedisJobQueue, seal: ContentSeal?) {
        self.queue = queue
        self.seal = seal
    }

    /// Sends them all; returns how many. Ends the process, and says how far it came, when it is told to stop.
    func sendAll() async throws -> Int {
        do {
            try await Interruption.telling(self.account) { try await sendLines() }
        } catch {
            throw CommandError("\(error); \(account)")
        }
        return counts.withLock { $0.sent }
    }

    private func sendLines() async throws {
        var lines = InputLines(maximumBytes: Self.longestLine)
        var slice: [[UInt8]] = []
        while true {
            switch try await lines.next(orPause: !slice.isEmpty) {
            case .line(let line):
                slice.append(try checked(line))
                if slice.count == 100 { try await send(&slice) }
            case .pause:
                try await send(&slice)
            case .end:
                return try await send(&slice)
            }
        }
    }

    private func send(_ slice: inout [[UInt8]]) async throws {
        guard !slice.isEmpty else { return }
        let count = slice.count
        counts.withLock { $0.underWay = count }
        try await queue.enqueue(slice)
        counts.withLock { $0 = ($0.sent + count, 0) }
        slice = []
    }

    /// The envelope as it is sent: sealed where there is a key, and still one that a worker reads.
    private func checked(_ line: InputLines.Line) throws -> [UInt8] {
        do {
            _ = try JobEnvelope(decoding: line.bytes)
            guard let seal else { return line.bytes }
            let sealed = try SealedForm.sealed(job: line.bytes, with: seal)
            _ = try JobEnvelope(decoding: sealed)
            return sealed
        } catch let error as EnvelopeError {
            throw CommandError("line \(line.number): \(error.message)")
        }
    }

    private var account: String {
        let (sent, underWay) = counts.withLock { $0 }
        let open = underWay > 0 ? ", and perhaps \(underWay) more" : ""
        return "\(sent) jobs were enqueued before\(open). The input may be sent again: the same id is the same job"
    }

    /// Longer than any envelope may be, so that it is the envelope's own error that is told.
    private static let longestLine = 4 << 20
}
