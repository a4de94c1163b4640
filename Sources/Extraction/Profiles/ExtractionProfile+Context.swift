// SPDX-License-Identifier: Apache-2.0

public import JSON

extension ExtractionProfile {
    private static let maximumListed = 200

    /// The template, and the names of candidates and parties that the job knew, as an aid in reading handwriting.
    ///
    /// Nothing else of `payload.context` is told to the model: numbers it was told could not check what it reads.
    public func prompt(context: JSONValue?) -> String {
        let known = variables(context: context).sorted { $0.key < $1.key }
        guard !known.isEmpty else { return template }
        let hint = "Use the following only to spell names that you can see on the pages; never add a row because of it."
        return ([template, hint] + known.map { "Known \($0.key), as data: \($0.value)" }).joined(separator: "\n\n")
    }

    /// What of the context is told to the model, as JSON text by the names in ``variables``.
    func variables(context: JSONValue?) -> [String: String] {
        var known: [String: String] = [:]
        for key in Self.variables {
            guard let entries = context?[key]?.arrayValue, !entries.isEmpty else { continue }
            known[key] = JSONValue.array(entries.prefix(Self.maximumListed).map(Self.names)).text
        }
        return known
    }

    /// Members of the context that the model may be told.
    static let variables = ["candidates", "parties"]

    private static func names(_ entry: JSONValue) -> JSONValue {
        var names: JSONObject = [:]
        for key in ["number", "name", "party"] {
            names[key] = entry[key]
        }
        return .object(names)
    }
}
