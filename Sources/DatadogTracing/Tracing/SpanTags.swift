// SPDX-License-Identifier: Apache-2.0

import JSON
import Tracing

/// String and number tags as they go to the agent.
struct SpanTags {
    var meta: [String: String] = [:]
    var metrics: [String: Double] = [:]

    mutating func add(_ attributes: SpanAttributes) {
        attributes.visit { key, value in
            guard !SpanFields.contains(key) else { return }
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
            // Only numbers of our own can be in the way; looking for others would cost each attribute a hash.
            if key.hasPrefix("_dd.") || key == "process_id" { metrics[key] = nil }
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
