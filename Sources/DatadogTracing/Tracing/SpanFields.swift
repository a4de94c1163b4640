// SPDX-License-Identifier: Apache-2.0

/// What every span has besides its tags.
struct SpanFields: Sendable {
    var traceID: TraceID
    var spanID: UInt64
    var parentID: UInt64?
    var name: String
    var service: String
    var resource: String
    var type: String
    /// Unix nanoseconds.
    var start: Int64 = 0
    /// Nanoseconds; known at the end.
    var duration: Int64 = 0
    var isError = false
    /// The position among the started spans of its trace in this process.
    var sequence = 0
}

extension SpanFields {
    /// Bytes that the span takes at most without its tags, in MessagePack.
    @inline(__always)
    var maximumSize: Int {
        Self.sizeWithoutTexts + name.utf8.count + service.utf8.count + resource.utf8.count + type.utf8.count
    }

    /// All names of fields, with numbers and heads as long as they may be.
    private static let sizeWithoutTexts = 200

    /// What is given when a span starts: without ids and times; the service is empty if the span is to have that of the
    /// span above, and the resource if it is the operation's name.
    @inline(__always)
    init(starting name: String, service: String?, resource: String?, type: String?) {
        let none = TraceID(low: 0)
        self.init(
            traceID: none,
            spanID: 0,
            name: name,
            service: service ?? "",
            resource: resource ?? "",
            type: type ?? ""
        )
    }
}
