// SPDX-License-Identifier: Apache-2.0

extension FinishedSpan: Hashable {
    /// Whether both say the same; the order of their tags does not matter.
    public static func == (left: Self, right: Self) -> Bool {
        left.record.fields.hasSameHead(as: right.record.fields) && left.meta == right.meta
            && left.metrics == right.metrics
            && left.record.fields.extras.value.saysTheSame(as: right.record.fields.extras.value)
    }

    /// By the ids, which tell spans apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(traceID)
        hasher.combine(spanID)
    }
}

extension SpanRecord.Fields {
    fileprivate func hasSameHead(as other: Self) -> Bool {
        spanID == other.spanID && traceID == other.traceID && parentID == other.parentID && name == other.name
            && service == other.service && resource == other.resource && type == other.type && start == other.start
            && duration == other.duration && isError == other.isError
    }
}
