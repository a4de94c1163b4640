// SPDX-License-Identifier: Apache-2.0

/// W3C `traceparent` and `tracestate`.
struct TraceContextPropagator: Propagator {
    private static let parent = "traceparent"
    private static let state = "tracestate"

    func extract(_ header: (String) -> String?) -> DatadogSpanContext? {
        guard let parent = header(Self.parent).flatMap({ TraceParent($0.trimmingSpaces()) }) else { return nil }
        let state = header(Self.state).map { TraceState($0) } ?? TraceState()
        let member = state.own.flatMap { TraceStateMember($0) } ?? TraceStateMember()
        var context = DatadogSpanContext(traceID: parent.traceID, spanID: parent.spanID)
        context.isTraceIDRandom = parent.isTraceIDRandom
        context.origin = member.origin
        context.samplingPriority = Self.priority(of: member, isSampled: parent.isSampled)
        context.lastDatadogParentID = member.parentID
        context.propagationTags = member.tags
        if let high = member.tags[PropagationTags.traceIDHigh], high != parent.traceID.high.hexadecimal {
            context.propagationTags[PropagationTags.traceIDHigh] = nil
        }
        context.traceState = state.header
        return context
    }

    /// The sampled flag of `traceparent` decides the sign; the `dd` member only says how firmly.
    ///
    /// A browser session decides nothing: what it did not say stays open.
    private static func priority(of member: TraceStateMember, isSampled: Bool) -> Int? {
        if member.origin == "rum", (member.samplingPriority ?? 0) == 0 { return member.samplingPriority }
        guard let priority = member.samplingPriority else { return isSampled ? 1 : 0 }
        return isSampled ? (priority > 0 ? priority : 1) : (priority < 0 ? priority : 0)
    }

    func inject(
        _ context: DatadogSpanContext,
        sampling: OTelSampling,
        into headers: inout [PropagationHeader]
    ) -> String? {
        let parent = TraceParent(
            traceID: context.traceID,
            spanID: context.spanID,
            isSampled: (context.samplingPriority ?? 0) > 0,
            isTraceIDRandom: context.isTraceIDRandom
        )
        headers.append(PropagationHeader(Self.parent, parent.header))
        if let state = Self.state(of: context, sampling: sampling) {
            headers.append(PropagationHeader(Self.state, state))
        }
        return nil
    }

    private static func state(of context: DatadogSpanContext, sampling: OTelSampling) -> String? {
        var own = TraceStateMember()
        let received = context.lastDatadogParentID.flatMap { UInt64(upTo16Hexadecimal: Substring($0)) }
        own.parentID = context.isRemote ? received?.hexadecimal : context.spanID.hexadecimal
        own.samplingPriority = context.samplingPriority
        own.origin = context.origin
        own.tags = context.propagationTags
        var state = context.traceState.map { TraceState($0) } ?? TraceState()
        state.own = own.text?.trimmingSpaces()
        var otel = state.otel ?? OTelMember("")
        otel.apply(sampling)
        state.otel = otel
        return state.header
    }
}
