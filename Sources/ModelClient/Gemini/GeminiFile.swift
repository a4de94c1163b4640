// SPDX-License-Identifier: Apache-2.0

import JSON

/// A file as Gemini's Files API describes it.
struct GeminiFile: Sendable, Hashable {
    /// What may be done with a file.
    enum State: Sendable, Hashable {
        case processing
        case active
        case failed
    }

    /// The name to ask for and to delete, such as `files/abc`.
    let name: String
    /// What a request names it by.
    let uri: String
    let state: State

    /// Nil for what is no file, or has a name that would lead a request elsewhere.
    init?(_ value: JSONValue) {
        guard let name = value["name"]?.stringValue, let uri = value["uri"]?.stringValue,
            name.hasPrefix("files/"), ModelName.isPathSafe(name)
        else { return nil }
        self.name = name
        self.uri = uri
        state =
            switch value["state"]?.stringValue {
            case "ACTIVE": .active
            case "FAILED": .failed
            default: .processing
            }
    }
}
