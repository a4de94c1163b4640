// SPDX-License-Identifier: Apache-2.0

import JSON

/// What is known of a span, from its start until it is sent: open, it belongs to the span alone; ended, to
/// ``FinishedSpan``, whose copies share it.
///
/// It is large, and made for each span: it lies where it was made, and its fields are read and changed there. Passing it
/// as a value would copy, and count references for, each text.
// Safe to share: an open span changes it under its lock; later it changes only while nothing else refers to it. For the
// same reason no accesses overlap, and none need be checked.
final class SpanRecord: @unchecked Sendable {
    @exclusivity(unchecked) var fields: Fields

    struct Fields: Sendable {
        var traceID: TraceID
        var spanID: UInt64
        var parentID: UInt64?
        var name: String
        var service: String
        var resource: String
        var type: String
        var start: Int64
        var duration: Int64 = 0
        var isError = false
        /// The position among the started spans of its trace in this process.
        var sequence = 0
        /// The span's own tags, strings and numbers.
        var tags = TagList()
        /// String tags that it has in common with other spans; none of them has a key of ``tags``.
        var shared: SharedTags?
        var extras = OptionalSpanExtras()
    }

    init(_ fields: Fields) {
        self.fields = fields
    }

    /// Of a span that starts; the service is empty unless given, and the resource if it is the operation's name.
    init(_ start: borrowing SpanStart, _ timer: SpanTimer, _ trace: LocalTrace, spanID: UInt64, parentID: UInt64?) {
        fields = Fields(
            traceID: trace.id,
            spanID: spanID,
            parentID: parentID,
            name: start.operationName,
            service: start.service,
            resource: start.resource,
            type: start.type,
            start: Int64(clamping: timer.start),
            sequence: trace.started()
        )
    }

    /// Takes shared tags; those of its own win.
    func share(_ shared: SharedTags) {
        let isHidden = fields.tags.hides(shared)
        if isHidden { fields.tags.take(shared) }
        fields.shared = isHidden ? nil : shared
    }

    /// How many tags are in ``FinishedSpan/meta``.
    var textCount: Int { (fields.shared?.tags.count ?? 0) + fields.tags.textCount }

    /// The text of `meta["events"]` where the span was made to carry its events in a field of their own.
    var missingEventText: String? {
        guard fields.extras.isPresent, !fields.extras.value.events.isEmpty, fields.tags.value("events") == nil else {
            return nil
        }
        return JSONValue.array(fields.extras.value.events.map(\.json)).text
    }

    /// The links as JSON text, if there are any.
    var linkText: String? {
        guard fields.extras.isPresent, !fields.extras.value.links.isEmpty else { return nil }
        return JSONValue.array(fields.extras.value.links.map(\.json)).text
    }

    /// A rough upper estimate of the span's size in memory and in the payload, in bytes.
    var estimatedSize: Int {
        var size = 200 + fields.name.utf8.count + fields.service.utf8.count
        size += fields.resource.utf8.count + fields.type.utf8.count
        size += fields.tags.estimatedSize + (fields.shared?.encoded.count ?? 0)
        if fields.extras.isPresent { size += fields.extras.value.estimatedSize }
        return size
    }
}
