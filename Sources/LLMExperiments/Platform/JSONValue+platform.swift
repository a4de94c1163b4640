// SPDX-License-Identifier: Apache-2.0

import JSON

extension JSONValue {
    /// The id of something that the platform gave; an error if there is none.
    func id(_ what: String) throws(ExperimentError) -> String {
        guard let id = self["id"]?.stringValue, !id.isEmpty else {
            throw ExperimentError(.platform, "The platform's answer has no id of \(what).")
        }
        return id
    }
}

extension JSONValue {
    /// The same for an id that becomes part of a path: one that could lead elsewhere is an error.
    func pathID(_ what: String) throws(ExperimentError) -> String {
        let id = try id(what)
        let isPlain = id.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
        }
        guard isPlain, id.utf8.count <= 200 else {
            throw ExperimentError(.platform, "The platform's answer has an id of \(what) that is none.")
        }
        return id
    }
}

extension JSONValue? {
    func pathID(_ what: String) throws(ExperimentError) -> String { try (self ?? .null).pathID(what) }
}

extension [String: String] {
    /// `key:value` lines in the order of the keys.
    var tagLines: JSONValue {
        .array(sorted { $0.key < $1.key }.map { .string("\($0.key):\($0.value)") })
    }
}
