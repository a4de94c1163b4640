// SPDX-License-Identifier: Apache-2.0

extension FinishedSpan: Hashable {
    /// Whether both say the same; the order of their tags does not matter.
    public static func == (left: Self, right: Self) -> Bool {
        left.spanID == right.spanID && left.traceID == right.traceID && left.parentID == right.parentID
            && left.name == right.name && left.service == right.service && left.resource == right.resource
            && left.type == right.type && left.start == right.start && left.duration == right.duration
            && left.isError == right.isError && left.links == right.links && left.events == right.events
            && left.metaStruct == right.metaStruct && left.sequence == right.sequence
            && left.meta == right.meta && left.metrics == right.metrics
    }

    /// By the ids, which tell spans apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(traceID)
        hasher.combine(spanID)
    }
}
