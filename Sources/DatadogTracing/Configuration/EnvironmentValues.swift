// SPDX-License-Identifier: Apache-2.0

/// Environment variables read with checks. A value that cannot be used counts as not set, and is told as a mistake.
package struct EnvironmentValues {
    /// What is wrong with the values read so far, in the order of reading.
    package private(set) var mistakes: [DatadogTracingError] = []
    private let values: [String: String]

    package init(_ values: [String: String]) {
        self.values = values
    }

    /// The value without surrounding spaces; nil if empty.
    package subscript(_ name: String) -> String? {
        guard let value = values[name]?.trimmingSpaces(), !value.isEmpty else { return nil }
        return String(value)
    }

    package mutating func bool(_ name: String) -> Bool? {
        guard let value = self[name] else { return nil }
        switch value.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default:
            refuse(name, value, "set it to true or false")
            return nil
        }
    }

    package mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = self[name] else { return nil }
        guard let number = Int(value), range.contains(number) else {
            refuse(name, value, "give a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    package mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = self[name] else { return nil }
        guard let number = Double(value), range.contains(number) else {
            refuse(name, value, "give a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
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

    /// Takes note that a value cannot be used, and of what to do about it.
    package mutating func refuse(_ name: String, _ value: String, _ mend: String) {
        // What may hold a password or a key is not shown, whatever else is wrong with it.
        let shown = value.contains { "@?".contains($0) } ? "(not shown)" : String(value.prefix(100))
        refuse(DatadogTracingError(.invalidConfiguration, "\(name) is \"\(shown)\", which cannot be used: \(mend)."))
    }

    package mutating func refuse(_ mistake: DatadogTracingError) {
        mistakes.append(mistake)
    }
}
