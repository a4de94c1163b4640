// SPDX-License-Identifier: Apache-2.0

public import Tracing

extension DatadogSpan {
    /// Marks the span as failed and says why: the error flag, `error.type`, `error.message`, `error.stack`, and an event.
    ///
    /// The last recorded error wins, but tags set by hand stay. Recording an error again as it leaves the block adds no
    /// second event. `attributes` go to the event.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {
        guard isRecorded else { return }
        let description = ErrorDescription(error, recordedIn: "\(operationName), started at \(source)")
        let event = DatadogSpanEvent(description, attributes: attributes, time: instant().nanosecondsSinceEpoch)
        change { state in
            state.override(SpanField.errorKey)
            state.numbers.isError = true
            guard state.extras.value.error != description else { return }
            state.extras.value.error = description
            state.extras.value.append(event)
        }
    }
}

extension Tracing.Span {
    /// Records an error together with what was being done: each entry becomes the tag `error.context.<key>`, and the
    /// metric `error.count` is set to 1.
    ///
    /// Works with every tracer. Nothing sensitive belongs into the context.
    public func recordError(_ error: any Error, context: [String: String]) {
        updateAttributes { attributes in
            for (key, value) in context { attributes.set("error.context.\(key)", value: .string(value)) }
            attributes.set("error.count", value: .int64(1))
        }
        recordError(error)
    }
}

extension DatadogSpanEvent {
    init(_ description: ErrorDescription, attributes: SpanAttributes, time: UInt64) {
        var merged = SpanAttributes([
            "exception.type": .string(description.type),
            "exception.message": .string(description.message),
            "exception.stacktrace": .string(description.stack),
        ])
        merged.merge(attributes)
        self.init(name: "exception", time: time, attributes: merged.jsonObject)
    }

    init(_ event: SpanEvent) {
        self.init(name: event.name, time: event.nanosecondsSinceEpoch, attributes: event.attributes.jsonObject)
    }
}
