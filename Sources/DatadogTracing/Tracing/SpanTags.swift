// SPDX-License-Identifier: Apache-2.0

import JSON
import Tracing

/// String and number tags as they go to the agent.
struct SpanTags {
    var meta: [String: String] = [:]
    var metrics: [String: Double] = [:]

    /// Attributes that are fields or flags of the span, not tags.
    private static let fields: Set<String> = [
        DatadogSpan.errorKey, DatadogSpan.serviceKey, DatadogSpan.resourceKey, DatadogSpan.typeKey,
        ManualSampling.keepKey, ManualSampling.dropKey,
    ]

    mutating func add(_ attributes: SpanAttributes) {
        attributes.visit { key, value in
            guard !Self.fields.contains(key) else { return }
            add(key, value)
        }
    }

    /// A tag and a metric of the same name never exist together: the last one stays.
    private mutating func add(_ key: String, _ value: SpanAttribute) {
        if let number = value.number {
            guard number.isFinite else { return }
            meta[key] = nil
            metrics[key] = number
        } else {
            metrics[key] = nil
            set(key, to: value.text)
        }
    }

    /// Sets a string tag, cut where it is too long.
    mutating func set(_ key: String, to value: String) {
        meta[key] = Self.truncated(value)
    }

    static let maximumLength = 25_000
    private static let truncatedLength = 2_500
    private static let truncationMark = "<truncated>..."

    static func truncated(_ value: String) -> String {
        guard value.utf8.count > maximumLength, value.unicodeScalars.count > maximumLength else { return value }
        let kept = value.unicodeScalars.prefix(truncatedLength - truncationMark.unicodeScalars.count)
        return String(String.UnicodeScalarView(kept)) + truncationMark
    }
}
