// SPDX-License-Identifier: Apache-2.0

extension FinishedSpan: Hashable {
    /// Whether both say the same; the order of their tags does not matter.
    public static func == (left: Self, right: Self) -> Bool {
        left.fields.saysTheSame(as: right.fields) && left.meta == right.meta
            && left.metrics == right.metrics
            && left.extras.value.saysTheSame(as: right.extras.value)
    }

    /// By the ids, which tell spans apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(traceID)
        hasher.combine(spanID)
    }
}

extension SpanFields {
    fileprivate func saysTheSame(as other: Self) -> Bool {
        spanID == other.spanID && traceID == other.traceID && parentID == other.parentID && name == other.name
            && service == other.service && resource == other.resource && type == other.type && start == other.start
            && duration == other.duration && isError == other.isError
    }
}
