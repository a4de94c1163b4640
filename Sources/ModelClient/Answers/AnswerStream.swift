// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import JSON
import Synchronization

/// Takes a streamed answer as it comes in and ends it early when the rest is not worth waiting for.
final class AnswerStream<Dialect: ModelDialect>: HTTPBodySink {
    private struct State: ~Copyable {
        var events: ServerSentEventReader
        var draft = AnswerDraft()
        var repetition = RepetitionDetector()
    }

    private let dialect: Dialect
    private let state: Mutex<State>

    init(_ dialect: Dialect) {
        self.dialect = dialect
        state = Mutex(State(events: ServerSentEventReader(maximumEventBytes: 4 << 20)))
    }

    /// The answer as far as it has come.
    var draft: AnswerDraft { state.withLock { $0.draft } }

    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            guard let events = state.events.read(bytes) else {
                state.draft.failure = ModelError(.server, "the provider sent an event that is too large")
                return false
            }
            return events.allSatisfy { take($0, &state) }
        }
    }

    /// Takes a last event without its empty line; one that was cut off in its midst is lost.
    func finish() {
        state.withLock { state in
            guard let event = state.events.finish(), (try? JSONValue(parsing: event)) != nil else { return }
            _ = take(event, &state)
        }
    }

    private func take(_ data: [UInt8], _ state: inout State) -> Bool {
        guard !data.elementsEqual("[DONE]".utf8) else { return true }
        guard let event = try? JSONValue(parsing: data) else {
            state.draft.failure = ModelError(.server, "the provider sent an event that is not readable JSON")
            return false
        }
        let before = state.draft.text.utf8.count
        dialect.read(event: event, into: &state.draft)
        if state.draft.failure != nil { return false }
        guard state.repetition.append(state.draft.text.utf8Suffix(from: before)) else { return true }
        state.draft.failure = ModelError(
            .loop,
            "the model repeated itself; the answer was given up after \(state.draft.text.utf8.count) bytes"
        )
        return false
    }
}

extension String {
    /// What follows the first `count` bytes, which must end where a character's bytes do.
    fileprivate func utf8Suffix(from count: Int) -> Substring {
        self[utf8.index(utf8.startIndex, offsetBy: count)...]
    }
}
