// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A little HTTP server in place of the agent, in a process of its own; one thread for each connection.
///
/// Prints its URL. For each line on its standard input it prints how many spans it took since the last one; it ends with
/// its input.
final class AgentStandIn: Sendable {
    private let mood: AgentMood
    private let listener: LoopbackListener
    private let counts = Mutex(Counts())

    private struct Counts {
        var requests = 0
        var takenSpans = 0
    }

    init(mood: AgentMood) throws {
        self.mood = mood
        listener = try LoopbackListener()
    }

    func run() {
        signal(SIGPIPE, SIG_IGN)
        say("http://127.0.0.1:\(listener.port)")
        Thread { [self] in
            while let socket = listener.accept() {
                Thread { [self] in serve(AgentConnection(socket: socket)) }.start()
            }
        }
        .start()
        while readLine() != nil { say("\(takeCount())") }
    }

    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    private func takeCount() -> Int {
        counts.withLock { counts in
            defer { counts.takenSpans = 0 }
            return counts.takenSpans
        }
    }

    private func serve(_ connection: consuming AgentConnection) {
        while let request = connection.next() {
            let isInfo = request.target.contains("/info")
            guard let status = isInfo && !mood.losesTraces ? 200 : status() else {
                if mood == .halfClosed { connection.endSending() }
                continue
            }
            if mood == .slow { usleep(300_000) }
            let spans = status == 200 && !isInfo ? SpanCount.spans(in: request.body) : 0
            // Who has hung up meanwhile will not believe that it was taken.
            guard !connection.isEnded else { return }
            counts.withLock { $0.takenSpans += spans }
            guard connection.answer(status) else { return }
        }
    }

    private func status() -> Int? {
        let number = counts.withLock { counts in
            counts.requests += 1
            return counts.requests
        }
        return mood.status(ofRequest: number)
    }
}
