// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Logging

/// Makes the request for a payload, again if that may help.
struct TraceSender: Sendable {
    let agent: AgentClient
    let clientStats: ClientStats?
    let retry: RetryPolicy
    let logger: Logger

    /// The agent's last answer; `tryAgain` if it was asked often enough, `notSent` if the task was cancelled.
    func send(_ payload: TracePayload, _ statistics: TracingStatistics) async -> AgentAnswer {
        let clock = ContinuousClock()
        let start = clock.now
        for tries in 1... {
            let answer = await attempt(payload, statistics)
            guard case .tryAgain(let retryAfter) = answer else { return answer }
            let elapsed = clock.now - start
            let jitter = Double.random(in: 0...1)
            guard
                let delay = retry.delay(afterTries: tries, elapsed: elapsed, retryAfter: retryAfter, jitter: jitter)
            else { return answer }
            guard (try? await Task.sleep(for: delay)) != nil else { break }
        }
        return .notSent
    }

    private func attempt(_ payload: TracePayload, _ statistics: TracingStatistics) async -> AgentAnswer {
        let leftOut = payload.isCounted ? clientStats?.takeLeftOut() : nil
        let answer: AgentAnswer
        let failure: String
        do {
            let response = try await agent.send(
                .post,
                payload.version.endpoint,
                headers: headers(for: payload, leftOut),
                body: payload.body
            )
            answer = AgentAnswer(response)
            failure = String(response.status.code)
        } catch {
            answer = AgentAnswer(error)
            failure = error.code.description
        }
        if case .accepted = answer {
            statistics.requested()
        } else {
            statistics.requested(failure: failure)
            logger.debug("traces not taken", metadata: ["agent": "\(agent.address)", "error.type": "\(failure)"])
            if let leftOut { clientStats?.giveBack(leftOut) }
        }
        return answer
    }

    private func headers(for payload: TracePayload, _ leftOut: ClientStats.LeftOut?) -> HTTPFields {
        var headers: HTTPFields = [
            .contentType: "application/msgpack",
            AgentHeader.computedTopLevel: "true",
            AgentHeader.sendRealStatus: "1",
            AgentHeader.traceCount: String(payload.chunks.count),
        ]
        if payload.isCounted { headers[AgentHeader.computedStats] = "true" }
        if let leftOut, leftOut.spans > 0 {
            headers[AgentHeader.droppedTraces] = String(leftOut.traces)
            headers[AgentHeader.droppedSpans] = String(leftOut.spans)
        }
        return headers
    }
}
