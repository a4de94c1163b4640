// SPDX-License-Identifier: Apache-2.0

/// Environment variables read with checks.
package struct EnvironmentValues {
    private let values: [String: String]

    package init(_ values: [String: String]) {
        self.values = values
    }

    /// The value without surrounding spaces; nil if empty.
    package subscript(_ name: String) -> String? {
        guard let value = values[name] else { return nil }
        let trimmed = value.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
        return trimmed.isEmpty ? nil : String(trimmed)
    }

    package func bool(_ name: String) throws(DatadogTracingError) -> Bool? {
        guard let value = self[name] else { return nil }
        switch value.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw invalid(name, value, "set it to true or false")
        }
    }

    package func integer(_ name: String, in range: ClosedRange<Int>) throws(DatadogTracingError) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw invalid(name, value, "give a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    package func number(_ name: String, in range: ClosedRange<Double>) throws(DatadogTracingError) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = Double(value), range.contains(number) else {
            throw invalid(name, value, "give a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `key:value` pairs, separated by commas, or by spaces where there is no comma; a key alone has an empty value, and
    /// what has no key is left out, as in all of Datadog's tracers.
    func tags(_ name: String) -> [String: String] {
        guard let value = self[name] else { return [:] }
        let separator: Character = value.contains(",") ? "," : " "
        var tags: [String: String] = [:]
        for pair in value.split(separator: separator) {
            let parts = pair.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let key = parts[0].trimmingSpaces()
            if !key.isEmpty { tags[String(key)] = parts.count > 1 ? String(parts[1].trimmingSpaces()) : "" }
        }
        return tags
    }

    /// Items separated by commas, without surrounding spaces; empty ones are left out. Nil if the variable is not set.
    func list(_ name: String) -> [String]? {
        values[name]?.split(separator: ",").map { String($0.trimmingSpaces()) }.filter { !$0.isEmpty }
    }

    func invalid(_ name: String, _ value: String, _ mend: String) -> DatadogTracingError {
        DatadogTracingError(
            .invalidConfiguration,
            "\(name) is \"\(value.prefix(100))\", which cannot be used: \(mend)."
        )
    }
}
