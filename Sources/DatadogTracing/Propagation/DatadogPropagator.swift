// SPDX-License-Identifier: Apache-2.0

/// `x-datadog-trace-id`, `-parent-id`, `-sampling-priority`, `-origin`, `-tags`.
struct DatadogPropagator: Propagator {
    /// The longest `x-datadog-tags` that is written; zero switches the header off.
    var maximumTagsLength = 512

    private static let longestReadTags = 512
    private static let longestReadOrigin = 512
    private static let traceID = "x-datadog-trace-id"
    private static let parentID = "x-datadog-parent-id"
    private static let priority = "x-datadog-sampling-priority"
    private static let origin = "x-datadog-origin"
    private static let tags = "x-datadog-tags"

    func extract(_ header: (String) -> String?) -> DatadogSpanContext? {
        guard let low = header(Self.traceID).flatMap({ Self.id($0) }), low != 0 else { return nil }
        var context = DatadogSpanContext(traceID: TraceID(low: low), spanID: 0)
        if let text = header(Self.parentID) {
            guard let id = Self.id(text) else { return nil }
            context.spanID = id
        }
        if let text = header(Self.priority) {
            guard let priority = Self.priority(text) else { return nil }
            context.samplingPriority = priority
        }
        context.origin = header(Self.origin).flatMap {
            $0.utf8.count <= Self.longestReadOrigin && $0.isPrintable ? $0 : nil
        }
        readTags(header(Self.tags), into: &context)
        return context
    }

    /// A decimal number, or zero if it does not fit an id; nil if it is no number.
    private static func id(_ text: String) -> UInt64? {
        let text = text.trimmingSpaces()
        return UInt64(text) ?? (isNumber(text) ? 0 : nil)
    }

    /// A decimal number, or the nearest that fits; nil if it is no number.
    private static func priority(_ text: String) -> Int? {
        let text = text.trimmingSpaces()
        return Int(text) ?? (isNumber(text) ? (text.hasPrefix("-") ? .min : .max) : nil)
    }

    private static func isNumber(_ text: Substring) -> Bool {
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text
        return !digits.isEmpty && digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    private func readTags(_ header: String?, into context: inout DatadogSpanContext) {
        guard let header, !header.isEmpty else { return }
        guard header.utf8.count <= Self.longestReadTags else {
            context.propagationError = "extract_max_size"
            return
        }
        guard let tags = PropagationTags(header: header) else {
            context.propagationError = "decoding_error"
            return
        }
        context.propagationTags = tags
        takeTraceIDHigh(into: &context)
        checkDecisionMaker(in: &context)
    }

    private func checkDecisionMaker(in context: inout DatadogSpanContext) {
        guard let maker = context.propagationTags[PropagationTags.decisionMaker] else { return }
        guard maker.hasPrefix("-"), let number = UInt8(maker.dropFirst()), maker == "-\(number)" else {
            context.propagationTags[PropagationTags.decisionMaker] = nil
            context.propagationError = "decoding_error"
            return
        }
    }

    private func takeTraceIDHigh(into context: inout DatadogSpanContext) {
        guard let text = context.propagationTags[PropagationTags.traceIDHigh] else { return }
        guard text.utf8.allSatisfy(\.isLowercaseHexadecimalDigit), let high = UInt64(hexadecimal: text), high != 0
        else {
            context.propagationTags[PropagationTags.traceIDHigh] = nil
            context.propagationError = "malformed_tid \(text)"
            return
        }
        context.traceID = TraceID(high: high, low: context.traceID.low)
    }

    func inject(
        _ context: DatadogSpanContext,
        sampling: OTelSampling,
        into headers: inout [PropagationHeader]
    ) -> String? {
        headers.append(PropagationHeader(Self.traceID, String(context.traceID.low)))
        headers.append(PropagationHeader(Self.parentID, String(context.spanID)))
        if let priority = context.samplingPriority {
            headers.append(PropagationHeader(Self.priority, String(priority)))
        }
        if let origin = context.origin, origin.isPrintable { headers.append(PropagationHeader(Self.origin, origin)) }
        return writeTags(of: context, into: &headers)
    }

    private func writeTags(of context: DatadogSpanContext, into headers: inout [PropagationHeader]) -> String? {
        guard maximumTagsLength > 0 else { return "disabled" }
        // Tags that were once broken are not trusted again.
        guard context.propagationError == nil, !context.propagationTags.tags.isEmpty else { return nil }
        do throws(PropagationError) {
            let text = try context.propagationTags.header(upTo: maximumTagsLength)
            headers.append(PropagationHeader(Self.tags, text))
            return nil
        } catch {
            return error.rawValue
        }
    }
}

extension DatadogSpanContext {
    /// The context with the high half of a 128-bit trace id among its tags.
    var withTraceIDHighTag: DatadogSpanContext {
        guard traceID.high != 0 else { return self }
        var context = self
        context.propagationTags[PropagationTags.traceIDHigh] = traceID.high.hexadecimal
        return context
    }
}
