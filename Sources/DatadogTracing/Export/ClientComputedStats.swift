// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What the trace requests tell the agent while the tracer computes the statistics itself.
final class ClientComputedStats: Sendable {
    private struct State {
        var isActive = false
        var traces = 0
        var spans = 0
    }

    private let state = Mutex(State())

    /// Whether the agent is told not to count traces again.
    var isActive: Bool {
        get { state.withLock { $0.isActive } }
        set { state.withLock { $0.isActive = newValue } }
    }

    /// Counts traces that were left out after they went into the statistics.
    func dropped(traces: Int, spans: Int) {
        state.withLock { state in
            state.traces += traces
            state.spans += spans
        }
    }

    /// The traces and spans left out since the last call, which the caller tells the agent.
    func takeDropped() -> (traces: Int, spans: Int) {
        state.withLock { state in
            defer { (state.traces, state.spans) = (0, 0) }
            return (state.traces, state.spans)
        }
    }
}
