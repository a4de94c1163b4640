// SPDX-License-Identifier: Apache-2.0

import DatadogTracing
import Hummingbird
import Synchronization
import Tracing

/// The contexts that requests name by a span's id: of spans that were started, and of headers that were read.
final class SpanTable: Sendable {
    private let state = Mutex(State())

    private struct State {
        var contexts: [WireID: ServiceContext] = [:]
        var spans: [WireID: DatadogSpan] = [:]
        /// Read from headers without a span's id, such as baggage alone.
        var anonymous: ServiceContext?
        var active: WireID?
    }

    /// Remembers a span under its id, with what its parent's context carried besides.
    func insert(_ span: DatadogSpan) {
        state.withLock { state in
            let id = WireID(span.spanID)
            state.contexts[id] = span.context
            state.spans[id] = span
            state.active = id
            state.anonymous = nil
        }
    }

    /// Remembers what was read from headers; gives the id under which it can be named, if there is one.
    func insert(extracted context: ServiceContext) -> WireID? {
        state.withLock { state in
            guard let id = context.datadogSpanContext.map({ WireID($0.spanID) }), id.value != 0 else {
                state.anonymous = context
                return nil
            }
            state.contexts[id] = context
            state.anonymous = nil
            return id
        }
    }

    /// The context for a child of this span; without an id, that of the last headers that named none.
    func parent(_ id: WireID?) -> ServiceContext {
        state.withLock { state in
            guard let id, id.value != 0 else { return state.anonymous ?? .topLevel }
            return state.contexts[id] ?? .topLevel
        }
    }

    func context(_ id: WireID) throws -> ServiceContext {
        guard let context = state.withLock({ $0.contexts[id] }) else { throw Self.unknown(id) }
        return context
    }

    func span(_ id: WireID) throws -> DatadogSpan {
        guard let span = state.withLock({ $0.spans[id] }) else { throw Self.unknown(id) }
        return span
    }

    /// Changes what a span's context carries besides the span.
    func update(_ id: WireID, _ change: (inout ServiceContext) -> Void) throws {
        let isKnown = state.withLock { state in
            guard var context = state.contexts[id] else { return false }
            change(&context)
            state.contexts[id] = context
            return true
        }
        guard isKnown else { throw Self.unknown(id) }
    }

    /// The span started last, unless it has ended.
    var active: DatadogSpan? {
        state.withLock { state in state.active.flatMap { state.spans[$0] } }
    }

    func ended(_ id: WireID) {
        state.withLock { if $0.active == id { $0.active = nil } }
    }

    func removeAll() {
        state.withLock { $0 = State() }
    }

    private static func unknown(_ id: WireID) -> HTTPError {
        HTTPError(.badRequest, message: "no span or context has the id \(id.value)")
    }
}
