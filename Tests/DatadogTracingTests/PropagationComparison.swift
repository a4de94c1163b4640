// SPDX-License-Identifier: Apache-2.0

import JSON

@testable import DatadogTracing

/// Compares case by case, and sorts what differs into the deliberate and the rest.
struct PropagationComparison {
    private(set) var compared = 0
    /// Comparisons that differ with reason.
    private(set) var differing = 0
    private(set) var explained: [DeliberateDifference: Int] = [:]
    private(set) var unexplained: [String] = []

    mutating func compareExtraction(
        of headers: [String: String],
        by propagator: CompositePropagator,
        in setting: [String: String],
        _ answer: JSONValue
    ) {
        let extraction = propagator.extract { HeaderExtractor().extract(key: $0, from: headers) }
        let ours = ComparableExtraction(extraction)
        let theirs = ComparableExtraction(answer["context"] ?? .null)
        let lowercased = Dictionary(uniqueKeysWithValues: headers.map { ($0.key.lowercased(), $0.value) })
        note(
            ours == theirs,
            [DeliberateDifference.reason(reading: lowercased, ours, theirs)],
            "\(setting) \(headers)\n  ours   \(ours)\n  theirs \(theirs)"
        )
        guard ours == theirs else {
            compared += 1
            return
        }
        let context = extraction.context ?? .withoutTrace
        compareHeaders(of: context, extraction.baggage, by: propagator, in: setting, answer)
    }

    mutating func compareInjection(
        of context: DatadogSpanContext,
        _ baggage: Baggage,
        by propagator: CompositePropagator,
        in setting: [String: String],
        _ answer: JSONValue
    ) {
        let error = compareHeaders(of: context, baggage, by: propagator, in: setting, answer)
        if error != answer["error"]?.stringValue {
            unexplained.append("\(setting) \(context): error \(error ?? "none"), theirs \(answer["error"]?.text ?? "")")
        }
    }

    @discardableResult private mutating func compareHeaders(
        of context: DatadogSpanContext,
        _ baggage: Baggage,
        by propagator: CompositePropagator,
        in setting: [String: String],
        _ answer: JSONValue
    ) -> String? {
        var headers: [PropagationHeader] = []
        _ = propagator.inject(baggage, into: &headers)
        let error = propagator.inject(context, sampling: .inherited, into: &headers)
        let ours = Dictionary(uniqueKeysWithValues: headers.map { ($0.name, $0.value) })
        let written = answer["headers"].flatMap { $0.isNull ? nil : $0.strings }
        let theirs = written?.filter { $0.key == "x-datadog-origin" || !$0.value.isEmpty }
        let reasons = DeliberateDifference.reasons(writing: context, baggage, ours, theirs)
        note(ours == theirs, reasons, "\(setting) \(context) \(baggage)\n  ours   \(ours)\n  theirs \(theirs ?? [:])")
        return error
    }

    private mutating func note(
        _ isSame: Bool,
        _ reasons: @autoclosure () -> [DeliberateDifference?],
        _ difference: @autoclosure () -> String
    ) {
        compared += 1
        guard !isSame else { return }
        let reasons = reasons()
        guard !reasons.contains(nil) else {
            unexplained.append(difference())
            return
        }
        differing += 1
        for reason in reasons.compactMap(\.self) { explained[reason, default: 0] += 1 }
    }
}
