// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Tracing

extension DatadogSpan {
    /// The span that is current here, if it is one of this library; asking does not end it.
    public static var current: DatadogSpan? { ServiceContext.current?.datadogSpan }

    /// Sets a string tag.
    @inlinable
    public func setTag(_ key: String, _ value: String) {
        if isRecorded { keep(key, value) }
    }

    // Apart: where nothing is recorded, the test costs no call.
    @usableFromInline
    func keep(_ key: String, _ value: String) {
        if SpanField.maybe(key) || value.utf8.count > SpanTag.Value.maximumLength {
            return set(key, SpanTag.Value(value))
        }
        let isDone = state.withLock { $0.set(key, text: value) }
        if !isDone { set(key, .text(value)) }
    }

    /// Sets a tag to `true` or `false`; for the key `error`, the error flag.
    public func setTag(_ key: String, _ value: Bool) {
        set(key, .text(value ? "true" : "false"))
    }

    /// Sets a number, as ``setMetric(_:_:)``.
    public func setTag(_ key: String, _ value: Int) {
        set(key, .number(Double(value)))
    }

    /// Sets a number, as ``setMetric(_:_:)``; one that does not fit into 64 bits with a sign becomes text.
    public func setTag(_ key: String, _ value: some BinaryInteger) {
        if let value = Int(exactly: value) { setTag(key, value) } else { setTag(key, String(value)) }
    }

    /// Sets a number, as ``setMetric(_:_:)``.
    public func setTag(_ key: String, _ value: Double) {
        setMetric(key, value)
    }

    /// Sets a number; one that is not finite changes nothing.
    ///
    /// A key is a string tag or a number: the later one replaces the earlier.
    @inlinable
    public func setMetric(_ key: String, _ value: Double) {
        if isRecorded { keep(key, value) }
    }

    @usableFromInline
    func keep(_ key: String, _ value: Double) {
        guard value.isFinite else { return }
        if SpanField.maybe(key) { return set(key, .number(value)) }
        let isDone = state.withLock { $0.set(key, number: value) }
        if !isDone { set(key, .number(value)) }
    }

    /// Takes a tag or number away.
    public func removeTag(_ key: String) {
        change { $0.remove(key) }
    }

    /// The text of a tag, or nil.
    public func tag(_ key: String) -> String? {
        state.withLock { $0.value(key) }?.text
    }

    /// The number under a key, or nil.
    public func metric(_ key: String) -> Double? {
        state.withLock { $0.value(key) }?.number
    }

    /// Sets a tag, or what the key stands for.
    private func set(_ key: String, _ value: SpanTag.Value) {
        guard isRecorded else { return }
        if let manual = ManualSampling(key, value) { return decide(manual) }
        if key == SpanField.serviceKey { trace.noteService() }
        let openBytes = tracer.openBytes
        state.withLock { $0.set(key, value, openBytes) }
    }
}
