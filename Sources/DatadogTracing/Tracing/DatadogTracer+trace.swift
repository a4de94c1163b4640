// SPDX-License-Identifier: Apache-2.0

public import Tracing

/// The thin API: the same spans as `withSpan` makes, in Datadog's words, and for less.
///
/// These functions can be inlined where they are called, so that a tracer which is switched off costs a test there, and
/// no call with all that describes the span.
extension DatadogTracer {
    /// Runs the operation in a span below the current one, and ends the span with it.
    ///
    /// An error that leaves the operation marks the span. With tracing switched off the operation gets a span that keeps
    /// nothing.
    ///
    /// - Parameters:
    ///   - service: the parent's unless given; the configured one for the first span of a trace.
    ///   - resource: what is worked on; the name unless given.
    ///   - type: such as `web`, `worker`, `redis`, `llm`.
    ///   - kind: the tag `span.kind`; none unless given.
    @inlinable
    public func trace<Result>(
        _ name: String,
        service: String? = nil,
        resource: String? = nil,
        type: String? = nil,
        kind: SpanKind? = nil,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ operation: (DatadogSpan) throws -> Result
    ) rethrows -> Result {
        guard isEnabled else { return try operation(switchedOffSpan) }
        let span = startCurrentSpan(name, service, resource, type, kind, function, fileID, line)
        defer { span.finish() }
        do {
            return try ServiceContext.$current.withValue(span.context) { try operation(span) }
        } catch {
            span.setError(error)
            throw error
        }
    }

    /// Runs the operation in a span below the current one, and ends the span with it.
    ///
    /// The operation stays on the caller's actor. All else as for the synchronous form.
    @inlinable
    public func trace<Result>(
        _ name: String,
        service: String? = nil,
        resource: String? = nil,
        type: String? = nil,
        kind: SpanKind? = nil,
        isolation: isolated (any Actor)? = #isolation,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line,
        _ operation: (DatadogSpan) async throws -> Result
    ) async rethrows -> Result {
        guard isEnabled else { return try await operation(switchedOffSpan) }
        let span = startCurrentSpan(name, service, resource, type, kind, function, fileID, line)
        defer { span.finish() }
        do {
            return try await ServiceContext.$current.withValue(span.context) { try await operation(span) }
        } catch {
            span.setError(error)
            throw error
        }
    }

    /// Starts a span that is ended by hand (``DatadogSpan/finish()``) and is not made the current one.
    ///
    /// To make it the current one for a while, use its `context` with `ServiceContext.withValue`.
    @inlinable
    public func startSpan(
        _ name: String,
        childOf parent: consuming SpanParent,
        service: String? = nil,
        resource: String? = nil,
        type: String? = nil,
        kind: SpanKind? = nil,
        function: String = #function,
        file fileID: String = #fileID,
        line: UInt = #line
    ) -> DatadogSpan {
        guard isEnabled else { return switchedOffSpan(parent) }
        return startSpan(name, parent, service, resource, type, kind, function, fileID, line)
    }
}

extension DatadogTracer {
    /// Starts a span below the current one.
    @usableFromInline
    func startCurrentSpan(
        _ name: String,
        _ service: String?,
        _ resource: String?,
        _ type: String?,
        _ kind: SpanKind?,
        _ function: consuming String,
        _ fileID: consuming String,
        _ line: UInt
    ) -> DatadogSpan {
        let place = SourcePlace(function: function, file: fileID, line: line)
        let names = SpanNames(name: name, service: service, resource: resource, type: type)
        return startSpan(names, kind, place, in: ServiceContext.current ?? .topLevel)
    }

    /// Starts a span below a given one.
    @usableFromInline
    func startSpan(
        _ name: String,
        _ parent: consuming SpanParent,
        _ service: String?,
        _ resource: String?,
        _ type: String?,
        _ kind: SpanKind?,
        _ function: consuming String,
        _ fileID: consuming String,
        _ line: UInt
    ) -> DatadogSpan {
        let place = SourcePlace(function: function, file: fileID, line: line)
        let names = SpanNames(name: name, service: service, resource: resource, type: type)
        switch parent.resolved() {
        // A span has its context at hand, and needs none to be made.
        case .span(let span): return startSpan(names, kind, place, below: span)
        case .context(let context): return startSpan(names, kind, place, in: context)
        }
    }
}
