// SPDX-License-Identifier: Apache-2.0

@testable import DatadogTracing

/// Where we do not do as ddtrace does, and why.
enum DeliberateDifference: CaseIterable {
    /// Python reads `1_0`, digits of other scripts and, as hexadecimal, `0x`, signs and any number of zeros; we read
    /// ASCII digits, no more than an id has.
    case lenientNumber
    /// Python's numbers have no end; a priority that fits no integer makes our headers invalid.
    case hugeNumber
    /// The high half of the trace id as a tag of `tracestate` is left out if `traceparent` says otherwise.
    case contradictingTraceID
    /// A last parent that is no number is not passed on; ddtrace fails to write any headers then.
    case malformedParent
    /// Datadog headers without a parent beside W3C headers of the same trace make ddtrace lose everything.
    case missingParent
    /// The parent of Datadog headers tells nothing about W3C headers' trace if they speak of another one.
    case otherTracesParent
    /// A `b3` header that names no trace does not keep other headers' trace from being continued.
    case b3WithoutTrace
    /// `%` is escaped in baggage, for receivers unescape it.
    case percentSign
    /// Baggage keeps its blanks, and what is empty is left out: receivers reject the whole header for it.
    case blankBaggage
    /// Keys of tags lose the signs that separate the entries of the `dd` member.
    case separatorInKey
    /// The members of others are passed on as they are, also where `dd=` is part of them.
    case foreignMember
    /// A `tracestate` is cut to its limit with all that was put in, and an entry that does not fit alone is left out.
    case longTraceState
    /// A `tracestate` with characters that no header may hold counts as none; ddtrace does not see those in a member that
    /// it takes out.
    case unprintableState
    /// A blank at the end of the `dd` member is left out, for HTTP does not carry it.
    case trailingBlank
    /// The received `dd` member goes also when we have nothing to put in its place.
    case staleMember

    /// What a `tracestate` is found in: the context, or a link where the trace is another one.
    private static let stateFields: Set = ["tracestate", "links"]

    static func reason(
        reading headers: [String: String],
        _ ours: ComparableExtraction,
        _ theirs: ComparableExtraction
    ) -> Self? {
        if hasLenientNumber(headers) { return .lenientNumber }
        if headers.values.contains(where: { $0.contains("9999999999999") || $0.contains("18446744073709551616") }) {
            return .hugeNumber
        }
        if theirs == ComparableExtraction(Extraction()), isParentMissing(headers) { return .missingParent }
        if theirs.traceID == nil, headers["b3"] != nil { return .b3WithoutTrace }
        let state = headers["tracestate"] ?? ""
        let fields = ours.fieldsDiffering(from: theirs)
        let members = state.utf8.split(separator: UInt8(ascii: ",")).map { $0.trimmingSpaces() }
        if fields.isSubset(of: stateFields), members.contains(where: { !$0.allSatisfy(\.isPrintable) }) {
            return .unprintableState
        }
        if fields.contains("_dd.p.tid"), fields.isSubset(of: ["_dd.p.tid", "_dd.parent_id"]) {
            return state.contains("t.tid:") ? .contradictingTraceID : nil
        }
        if fields.isSubset(of: stateFields), state.utf8.count > 512, state.contains("ot=") { return .longTraceState }
        guard fields == ["_dd.parent_id"] else { return nil }
        return theirs.links.contains { $0.contains(" datadog ") } ? .otherTracesParent : nil
    }

    private static func hasLenientNumber(_ headers: [String: String]) -> Bool {
        let names = ["x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-sampling-priority"]
        if names.compactMap({ headers[$0] }).contains(where: { !$0.utf8.allSatisfy(\.isASCIIText) || $0.contains("_") })
        {
            return true
        }
        let hexadecimals = ["b3", "x-b3-traceid", "x-b3-spanid"].compactMap { headers[$0] }
        if (headers["x-b3-traceid"]?.utf8.count ?? 0) > 32 || (headers["x-b3-spanid"]?.utf8.count ?? 0) > 16 {
            return true
        }
        let parts = headers["b3"]?.utf8.split(separator: UInt8(ascii: "-")).map(\.count) ?? []
        if parts.count > 1, parts[0] > 32 || parts[1] > 16 { return true }
        return hexadecimals.contains { !$0.utf8.allSatisfy { $0.isHexadecimalDigit || $0 == UInt8(ascii: "-") } }
            || headers["x-datadog-tags"]?.contains("tid=") == true
                && headers["x-datadog-tags"]?.contains(where: { "_+ ".contains($0) }) == true
    }

    private static func isParentMissing(_ headers: [String: String]) -> Bool {
        (Int(headers["x-datadog-parent-id"] ?? "0") ?? 0) <= 0 && headers["traceparent"] != nil
    }

    /// One reason for each header that differs; nil for one without a reason.
    static func reasons(
        writing context: DatadogSpanContext,
        _ baggage: Baggage,
        _ ours: [String: String],
        _ theirs: [String: String]?
    ) -> [Self?] {
        guard let theirs else { return [.malformedParent] }
        return Set(ours.keys).union(theirs.keys).filter { ours[$0] != theirs[$0] }.map { name in
            switch name {
            case "baggage": reason(writing: baggage)
            case "tracestate": reason(writingStateOf: context, ours["tracestate"] ?? "", theirs["tracestate"] ?? "")
            default: nil
            }
        }
    }

    private static func reason(writing baggage: Baggage) -> Self? {
        let texts = baggage.items.flatMap { [$0.key, $0.value] }
        if texts.contains(where: { $0.isEmpty || $0.hasPrefix(" ") || $0.hasSuffix(" ") }) { return .blankBaggage }
        return texts.contains { $0.utf8.contains(UInt8(ascii: "%")) } ? .percentSign : nil
    }

    private static func reason(writingStateOf context: DatadogSpanContext, _ ours: String, _ theirs: String) -> Self? {
        if theirs.trimmingSpaces().replacing(" ,", with: ",") == ours { return .trailingBlank }
        let hasOrigin = context.origin.map { !$0.isEmpty && $0.isPrintable } ?? false
        if context.samplingPriority == nil, context.propagationTags.tags.isEmpty, !hasOrigin { return .staleMember }
        // The same where no tag fits.
        if context.samplingPriority == nil, !ours.hasPrefix("dd="), theirs.hasPrefix("dd=") { return .staleMember }
        if context.propagationTags.tags.contains(where: { $0.key.contains(where: { ";:~".contains($0) }) }) {
            return .separatorInKey
        }
        if context.traceState?.contains("add=") == true { return .foreignMember }
        return max(theirs.utf8.count, context.traceState?.utf8.count ?? 0) > 230 ? .longTraceState : nil
    }
}

extension UInt8 {
    fileprivate var isASCIIText: Bool { isPrintable || isSpaceOrTab }
}
