// SPDX-License-Identifier: Apache-2.0

/// W3C `traceparent` and `tracestate`.
struct TraceContextPropagator: Propagator {
    private static let parent = "traceparent"
    private static let state = "tracestate"
    private static let otelKey = "ot="
    private static let maximumMembers = 32
    private static let maximumLength = 512

    func extract(_ header: (String) -> String?) -> DatadogSpanContext? {
        guard let parent = header(Self.parent).flatMap({ TraceParent(Self.trimmed($0)) }) else { return nil }
        var context = DatadogSpanContext(traceID: parent.traceID, spanID: parent.spanID)
        let members = Self.members(of: header(Self.state))
        let own = members.first { $0.hasPrefix(TraceStateMember.key) }
        let member = own.flatMap { TraceStateMember($0.dropFirst(TraceStateMember.key.count)) } ?? TraceStateMember()
        context.origin = member.origin
        context.samplingPriority = Self.priority(of: member, isSampled: parent.isSampled)
        context.lastDatadogParentID = member.parentID
        context.propagationTags = member.tags
        if member.tags[PropagationTags.traceIDHigh] != parent.traceID.high.hexadecimal {
            context.propagationTags[PropagationTags.traceIDHigh] = nil
        }
        if !members.isEmpty { context.traceState = Self.ownFirst(members).joined(separator: ",") }
        return context
    }

    /// The sampled flag of `traceparent` decides the sign; the `dd` member only says how firmly.
    private static func priority(of member: TraceStateMember, isSampled: Bool) -> Int? {
        if member.origin == "rum", (member.samplingPriority ?? 0) == 0, !isSampled { return member.samplingPriority }
        guard let priority = member.samplingPriority else { return isSampled ? 1 : 0 }
        return isSampled ? (priority > 0 ? priority : 1) : (priority < 0 ? priority : 0)
    }

    func inject(
        _ context: DatadogSpanContext,
        probability: OTelProbability?,
        into headers: inout [PropagationHeader]
    ) -> String? {
        let flags = (context.samplingPriority ?? 0) > 0 ? "01" : "00"
        let parent = "00-\(context.traceID.hexadecimal)-\(context.spanID.hexadecimal)-\(flags)"
        headers.append(PropagationHeader(Self.parent, parent))
        let state = Self.state(of: context, probability: probability)
        if !state.isEmpty { headers.append(PropagationHeader(Self.state, state)) }
        return nil
    }

    private static func state(of context: DatadogSpanContext, probability: OTelProbability?) -> String {
        var own = TraceStateMember()
        own.parentID = context.isRemote ? context.lastDatadogParentID : context.spanID.hexadecimal
        own.samplingPriority = context.samplingPriority
        own.origin = context.origin
        own.tags = context.propagationTags
        var members = [own.text, probability?.member ?? ""].filter { !$0.isEmpty }
        members += Self.members(of: context.traceState).filter { member in
            !member.hasPrefix(TraceStateMember.key) && (probability == nil || !member.hasPrefix(otelKey))
        }
        return fitting(members)
    }

    /// As many members from the front as the standard allows.
    private static func fitting(_ members: [String]) -> String {
        var text = ""
        for member in members.prefix(maximumMembers) {
            let next = text.isEmpty ? member : "\(text),\(member)"
            guard next.utf8.count <= maximumLength else { break }
            text = next
        }
        return text
    }

    private static func members(of header: String?) -> [String] {
        (header ?? "").split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func ownFirst(_ members: [String]) -> [String] {
        members.filter { $0.hasPrefix(TraceStateMember.key) } + members.filter { !$0.hasPrefix(TraceStateMember.key) }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
