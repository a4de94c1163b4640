// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import Tracing

extension DatadogSpan {
    /// The service that the span belongs to; children that start later inherit it.
    public var service: String {
        get { state.withLock { $0.currentService } }
        set {
            trace.noteService()
            change { state in
                state.override(SpanField.serviceKey)
                state.service = newValue
            }
        }
    }

    /// What is worked on; the operation's name unless set.
    public var resource: String {
        get { state.withLock { $0.currentResource } }
        set {
            change { state in
                state.override(SpanField.resourceKey)
                state.resource = SpanTag.Value(newValue).string
            }
        }
    }

    /// Such as `web`, `worker`, `redis`, `llm`; empty unless set.
    public var type: String {
        get { state.withLock { $0.attributes?.get(SpanField.typeKey)?.text ?? $0.type } }
        set {
            change { state in
                state.override(SpanField.typeKey)
                state.type = newValue
            }
        }
    }

    /// The error flag.
    public var isError: Bool {
        get { state.withLock { $0.attributes?.get(SpanField.errorKey)?.isTrue ?? $0.numbers.isError } }
        set {
            change { state in
                state.override(SpanField.errorKey)
                state.numbers.isError = newValue
            }
        }
    }

    /// Marks the span as failed, with the tags `error.type`, `error.message`, `error.stack`; nil leaves a tag as it is.
    public func setError(type: String? = nil, message: String? = nil, stack: String? = nil) {
        let openBytes = tracer.openBytes
        change { state in
            state.override(SpanField.errorKey)
            state.numbers.isError = true
            if let type { state.set("error.type", SpanTag.Value(type), openBytes) }
            if let message { state.set("error.message", SpanTag.Value(message), openBytes) }
            if let stack { state.set("error.stack", SpanTag.Value(stack), openBytes) }
        }
    }

    /// Marks the span as failed and says why; tags set by hand stay, and there is no event.
    public func setError(_ error: any Error) {
        guard isRecorded else { return }
        let description = ErrorDescription(error, recordedIn: "\(operationName), started at \(source)")
        change { state in
            state.override(SpanField.errorKey)
            state.numbers.isError = true
            state.extras.value.error = description
        }
    }

    /// Points at where a context came from; the first 128 links are kept.
    ///
    /// - Parameter attributes: facts about the link; arrays are flattened to `key.0`, `key.1`.
    public func addLink(_ context: DatadogSpanContext, attributes: SpanAttributes = [:]) {
        guard isRecorded else { return }
        let link = DatadogSpanLink(context: context, attributes: attributes.flattenedText)
        change { $0.extras.value.append(link) }
    }

    /// Adds a link as it is; the first 128 are kept.
    public func addLink(_ link: DatadogSpanLink) {
        change { $0.extras.value.append(link) }
    }

    /// Adds what happened at one moment, now unless a time is given (Unix nanoseconds); the first 128 are kept.
    public func addEvent(_ name: String, attributes: SpanAttributes = [:], time: UInt64? = nil) {
        guard isRecorded else { return }
        let time = time ?? TraceClock.monotonic &+ trace.clockOffset
        let event = DatadogSpanEvent(name: name, time: time, attributes: attributes.jsonObject)
        change { $0.extras.value.append(event) }
    }

    /// Sets a structured tag (`meta_struct`) to one MessagePack value; the first 16 keys are kept.
    ///
    /// Lost where traces are sent as v0.5.
    public func setStruct(_ key: String, _ bytes: [UInt8]) {
        change { $0.extras.value.set(key, struct: bytes) }
    }
}
