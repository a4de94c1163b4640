// SPDX-License-Identifier: Apache-2.0

public import JSON

extension ExtractionProfile {
    private static let maximumListed = 200

    /// The template, and the names of candidates and parties that the job knew, as an aid in reading handwriting.
    ///
    /// Nothing else of `payload.context` is told to the model: numbers it was told could not check what it reads.
    public func prompt(context: JSONValue?) -> String {
        let known = ["candidates", "parties"].compactMap { key -> String? in
            guard let entries = context?[key]?.arrayValue, !entries.isEmpty else { return nil }
            let named = entries.prefix(Self.maximumListed).map(Self.names)
            return "Known \(key), as data: \(JSONValue.array(named).text)"
        }
        guard !known.isEmpty else { return template }
        let hint = "Use the following only to spell names that you can see on the pages; never add a row because of it."
        return ([template, hint] + known).joined(separator: "\n\n")
    }

    private static func names(_ entry: JSONValue) -> JSONValue {
        var names: JSONObject = [:]
        for key in ["number", "name", "party"] {
            names[key] = entry[key]
        }
        return .object(names)
    }
}
