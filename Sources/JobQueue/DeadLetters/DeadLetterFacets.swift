// SPDX-License-Identifier: Apache-2.0

package import JSON

/// What of a dead letter's record it can be found by, each on one line whatever the record says.
package struct DeadLetterFacets: Sendable {
    /// The error class.
    package let errorType: String
    /// What groups letters that are alike.
    package let fingerprint: String
    /// `name=value` each: stage, reason, type, job, every model that an attempt asked, and tags as `tag:name=value`.
    package let terms: Set<String>

    package init(_ record: JSONObject) {
        errorType = Self.oneLine(record["error_type"]?.stringValue ?? "")
        fingerprint = Self.oneLine(record["fingerprint"]?.stringValue ?? "")
        var terms: Set<String> = []
        for (name, key) in [("stage", "stage"), ("reason", "reason"), ("type", "type"), ("job", "job_id")] {
            if let value = record[key]?.stringValue { terms.insert(Self.term(name, value)) }
        }
        for attempt in record["attempts"]?.arrayValue ?? [] {
            for part in [attempt] + (attempt["tries"]?.arrayValue ?? []) {
                if let model = part["model"]?.stringValue { terms.insert(Self.term("model", model)) }
            }
        }
        for tag in record["tags"]?.objectValue ?? [:] {
            if let value = tag.value.stringValue { terms.insert(Self.term("tag:\(tag.key)", value)) }
        }
        self.terms = terms
    }

    /// What of the terms is counted.
    var counted: [(DeadLetterTally.Facet, String)] {
        terms.compactMap { term in
            let parts = term.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return DeadLetterTally.Facet(rawValue: String(parts[0])).map { ($0, String(parts[1])) }
        }
    }

    /// The terms on one line, between tabs.
    package var line: String { terms.isEmpty ? "" : "\t\(terms.sorted().joined(separator: "\t"))\t" }

    package static func term(_ name: String, _ value: String) -> String { oneLine("\(name)=\(value)") }

    package static func oneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
        return String(decoding: text.utf8.map { $0 < 0x20 ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}
