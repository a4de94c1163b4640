// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON

extension HTTPError {
    /// What a request holds cannot be used.
    static func unusable(_ message: String) -> HTTPError {
        HTTPError(.badRequest, message: message)
    }
}

extension JSONValue {
    /// The member, unless it is null: suites write out what they do not mean to say.
    func present(_ key: String) -> JSONValue? {
        guard let value = self[key], value != .null else { return Optional.none }
        return value
    }

    func text(_ key: String) throws -> String? {
        guard let value = present(key) else { return nil }
        guard let text = value.stringValue else { throw HTTPError.unusable("\(key) has to be a text") }
        return text
    }

    /// False if it is missing.
    func flag(_ key: String) throws -> Bool {
        guard let value = present(key) else { return false }
        guard let flag = value.boolValue else { throw HTTPError.unusable("\(key) has to be true or false") }
        return flag
    }

    /// Empty if it is missing.
    func list(_ key: String) throws -> [JSONValue] {
        guard let value = present(key) else { return [] }
        guard let list = value.arrayValue else { throw HTTPError.unusable("\(key) has to be a list") }
        return list
    }

    func object(_ key: String) throws -> JSONValue? {
        guard let value = present(key) else { return nil }
        guard value.objectValue != nil else { throw HTTPError.unusable("\(key) has to be an object") }
        return value
    }

    /// An object's members as texts, empty if it is missing; what is no text is written as JSON.
    func texts(_ key: String) throws -> [String: String] {
        var texts: [String: String] = [:]
        for (name, value) in try object(key)?.objectValue ?? [:] { texts[name] = value.stringValue ?? value.text }
        return texts
    }

    /// The names of tags; suites expect that other entries are passed over.
    func costTags() throws -> [String] {
        try list("cost_tags").compactMap(\.stringValue)
    }
}
