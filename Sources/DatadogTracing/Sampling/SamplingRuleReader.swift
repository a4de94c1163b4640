// SPDX-License-Identifier: Apache-2.0

import JSON

/// Reads the fields of one rule out of a JSON array of rules; mistakes say which variable, rule and field is wrong.
///
/// A rule that cannot be used is left out: without a misspelt pattern it would be a rule for everything.
package struct SamplingRuleReader {
    private let variable: String
    private let number: Int
    private let fields: JSONObject

    /// Where a rule comes from: written by what hands rules out, of no matter to which spans it is for.
    private static let provenance = "provenance"

    /// All rules of `text` that can be used, made by `make` in order, of fields with these names.
    package static func rules<Rule>(
        in text: String,
        of variable: String,
        fields names: Set<String>,
        _ values: inout EnvironmentValues,
        make: (Self) throws(DatadogTracingError) -> Rule
    ) -> [Rule] {
        var rules: [Rule] = []
        do throws(DatadogTracingError) {
            for (index, value) in try array(in: text, of: variable).enumerated() {
                do throws(DatadogTracingError) {
                    let reader = try Self(variable: variable, number: index + 1, value)
                    try reader.allow(names)
                    rules.append(try make(reader))
                } catch {
                    values.refuse(error)
                }
            }
        } catch {
            values.refuse(error)
        }
        return rules
    }

    private static func array(in text: String, of variable: String) throws(DatadogTracingError) -> [JSONValue] {
        let array: [JSONValue]?
        do {
            array = try JSONValue(parsing: text).arrayValue
        } catch {
            throw invalid("\(variable) is no JSON: \(error.message)")
        }
        guard let array else { throw invalid("\(variable) is no array: write the rules between [ and ]") }
        return array
    }

    private init(variable: String, number: Int, _ value: JSONValue) throws(DatadogTracingError) {
        guard let fields = value.objectValue else {
            throw Self.invalid("\(variable): rule \(number) is no object: write its fields between { and }")
        }
        (self.variable, self.number, self.fields) = (variable, number, fields)
    }

    private func allow(_ names: Set<String>) throws(DatadogTracingError) {
        guard let unknown = fields.keys.first(where: { !names.contains($0) && $0 != Self.provenance }) else { return }
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
