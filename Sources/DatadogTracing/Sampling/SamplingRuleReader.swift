// SPDX-License-Identifier: Apache-2.0

import JSON

/// Reads the fields of one rule out of a JSON array of rules; errors say which variable, rule and field is wrong.
package struct SamplingRuleReader {
    private let variable: String
    private let number: Int
    private let fields: JSONObject

    /// All rules of `text`, made by `make` in order.
    package static func rules<Rule>(
        in text: String,
        of variable: String,
        make: (Self) throws(DatadogTracingError) -> Rule
    ) throws(DatadogTracingError) -> [Rule] {
        let array: [JSONValue]?
        do {
            array = try JSONValue(parsing: text).arrayValue
        } catch {
            throw invalid("\(variable) is no JSON: \(error.message)")
        }
        guard let array else { throw invalid("\(variable) is no array: write the rules between [ and ]") }
        var rules: [Rule] = []
        for (index, value) in array.enumerated() {
            guard let fields = value.objectValue else {
                throw invalid("\(variable): rule \(index + 1) is no object: write its fields between { and }")
            }
            rules.append(try make(Self(variable: variable, number: index + 1, fields: fields)))
        }
        return rules
    }

    /// Refuses fields of other names: a misspelt pattern would make a rule for everything.
    package func allow(_ names: Set<String>) throws(DatadogTracingError) {
        guard let unknown = fields.keys.first(where: { !names.contains($0) }) else { return }
        throw wrong(unknown, "is not known", "use \(names.sorted().joined(separator: ", "))")
    }

    package func rate() throws(DatadogTracingError) -> Double? {
        guard let rate = try number("sample_rate") else { return nil }
        guard (0...1).contains(rate) else { throw wrong("sample_rate", "is \(rate)", "give a number from 0 to 1") }
        return rate
    }

    func number(_ name: String) throws(DatadogTracingError) -> Double? {
        guard let value = present(name) else { return nil }
        guard let number = value.doubleValue else { throw wrong(name, "is no number", "give a number") }
        return number
    }

    func bool(_ name: String) throws(DatadogTracingError) -> Bool? {
        guard let value = present(name) else { return nil }
        guard let bool = value.boolValue else { throw wrong(name, "is no boolean", "give true or false") }
        return bool
    }

    func pattern(_ name: String) throws(DatadogTracingError) -> GlobPattern? {
        guard let value = present(name) else { return nil }
        guard let text = value.stringValue else { throw wrong(name, "is no string", "give a pattern in quotes") }
        return GlobPattern(text)
    }

    /// Patterns by tag; numbers and booleans are patterns, too.
    package func tagPatterns() throws(DatadogTracingError) -> [String: GlobPattern] {
        guard let value = present("tags") else { return [:] }
        guard let tags = value.objectValue else { throw wrong("tags", "is no object", "give patterns by tag") }
        var patterns: [String: GlobPattern] = [:]
        for (key, value) in tags {
            switch value {
            case .null, .array, .object: throw wrong("tags", "has no pattern for \(key)", "give a pattern in quotes")
            default: patterns[key] = GlobPattern(value.stringValue ?? value.text)
            }
        }
        return patterns
    }

    package func missing(_ what: String, _ mend: String) -> DatadogTracingError {
        Self.invalid("\(variable): rule \(number) has no \(what): \(mend)")
    }

    private func present(_ name: String) -> JSONValue? {
        fields[name].flatMap { $0.isNull ? nil : $0 }
    }

    private func wrong(_ name: String, _ problem: String, _ mend: String) -> DatadogTracingError {
        Self.invalid("\(variable): \(name) of rule \(number) \(problem): \(mend)")
    }

    private static func invalid(_ message: String) -> DatadogTracingError {
        DatadogTracingError(.invalidConfiguration, message + ".")
    }
}
