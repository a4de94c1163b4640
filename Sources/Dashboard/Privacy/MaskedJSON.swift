// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JSON

/// A JSON value without what must not be shown: file contents, what signs addresses, texts of documents.
///
/// Each masked text stands as a mark such as `⟦kept 3: …⟧`. A value that was edited gets them back by ``restored(_:)``.
struct MaskedJSON {
    /// What may be shown.
    private(set) var shown = JSONValue.null
    /// Masked texts, by what stands for them.
    private var originals: [String: String] = [:]
    private let showsContent: Bool

    private static let longestText = 512
    private static let mark = "⟦kept "
    /// Members whose texts come from documents, or describe them by name.
    private static let contents: Set<String> = ["context", "answer"]
    private static let secrets: Set<String> = [
        "authorization", "api_key", "apikey", "key", "password", "secret", "token", "access_token", "signature",
    ]

    init(_ value: JSONValue, showsContent: Bool) {
        self.showsContent = showsContent
        shown = masked(value, key: nil, isContent: false)
    }

    private mutating func masked(_ value: JSONValue, key: String?, isContent: Bool) -> JSONValue {
        switch value {
        case .object(let object):
            var members: [(String, JSONValue)] = []
            for (name, member) in object {
                let isContent = isContent || Self.contents.contains(name)
                members.append((name, masked(member, key: name, isContent: isContent)))
            }
            return .object(JSONObject(members))
        case .array(let elements):
            var shown: [JSONValue] = []
            for element in elements { shown.append(masked(element, key: key, isContent: isContent)) }
            return .array(shown)
        case .string(let text): return .string(masked(text, key: key, isContent: isContent))
        case .null, .bool, .integer, .double: return value
        }
    }

    private mutating func masked(_ text: String, key: String?, isContent: Bool) -> String {
        if let key, Self.secrets.contains(key.lowercased()) { return keep(text, "secret") }
        if key == "data" || text.utf8.count > Self.longestText { return keep(text, "\(text.utf8.count.grouped) bytes") }
        if isContent, !showsContent { return keep(text, "text") }
        return MaskedAddress(text).map { keep(text, "signed", before: $0.shown) } ?? text
    }

    private mutating func keep(_ text: String, _ meaning: String, before: String = "") -> String {
        let shown = "\(before)\(Self.mark)\(originals.count + 1): \(meaning)⟧"
        originals[shown] = text
        return shown
    }

    /// An edited value with all that was masked put back.
    ///
    /// - Throws: A problem if a mark was changed.
    func restored(_ value: JSONValue) throws(Problem) -> JSONValue {
        switch value {
        case .object(let object):
            var members: [(String, JSONValue)] = []
            for (name, member) in object { members.append((name, try restored(member))) }
            return .object(JSONObject(members))
        case .array(let elements):
            var values: [JSONValue] = []
            for element in elements { values.append(try restored(element)) }
            return .array(values)
        case .string(let text): return .string(try restored(text))
        case .null, .bool, .integer, .double: return value
        }
    }

    private func restored(_ text: String) throws(Problem) -> String {
        if let original = originals[text] { return original }
        guard !text.contains(Self.mark) else {
            throw Problem(
                .unprocessableContent,
                "A mark was changed",
                "\"\(text.prefix(100))\" stands for a text that is not shown: leave it as it was, or replace all of it."
            )
        }
        return text
    }
}
