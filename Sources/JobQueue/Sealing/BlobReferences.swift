// SPDX-License-Identifier: Apache-2.0

import JSON

/// The pages beside the queue that a payload names, wherever they stand in it: texts `blob:…blob:SHA256`, each once.
struct BlobReferences {
    /// In the order in which they stand there.
    private(set) var references: [String] = []
    private var known: Set<String> = []

    init(in payload: JSONValue) { collect(payload) }

    private mutating func collect(_ value: JSONValue) {
        switch value {
        case .string(let text):
            if Self.isReference(text), known.insert(text).inserted { references.append(text) }
        case .array(let values):
            for value in values { collect(value) }
        case .object(let members):
            for member in members { collect(member.value) }
        default:
            return
        }
    }

    /// Strict, since it is to stand in clear: any other text may tell what the job is about.
    private static func isReference(_ text: String) -> Bool {
        let bytes = text.utf8
        let digest = bytes.suffix(64)
        return bytes.starts(with: "blob:{".utf8) && bytes.dropLast(64).suffix(7).elementsEqual("}:blob:".utf8)
            && digest.count == 64 && digest.allSatisfy(hexadecimal.contains)
    }

    private static let hexadecimal = Set("0123456789abcdef".utf8)
}
