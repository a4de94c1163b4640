// SPDX-License-Identifier: Apache-2.0

import JSON

/// The pages beside the queue that a payload names, wherever they stand in it: texts `blob:…blob:SHA256`, each once.
struct BlobReferences {
    /// In the order in which they stand there.
    private(set) var references: [String] = []
    private var known: Set<String> = []

    init(in payload: JSONValue) { collect(payload) }

    /// Those that stand anywhere in a text, JSON or not.
    init(inText bytes: [UInt8]) {
        for place in bytes.ranges(of: Self.middle).prefix(Self.mostPlaces) {
            guard let brace = bytes[..<place.lowerBound].suffix(Self.longestName).lastIndex(of: UInt8(ascii: "{")),
                brace >= Self.beginning.count - 1
            else { continue }
            let reference = bytes[(brace - Self.beginning.count + 1)..<min(place.upperBound + 64, bytes.count)]
            if let text = String(validating: reference, as: UTF8.self) { collect(.string(text)) }
        }
    }

    private static let mostPlaces = 1000
    private static let longestName = 512
    private static let beginning = Array("blob:{".utf8)
    private static let middle = Array("}:blob:".utf8)

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
        return bytes.starts(with: beginning) && bytes.dropLast(64).suffix(7).elementsEqual(middle)
            && digest.count == 64 && digest.allSatisfy(hexadecimal.contains)
    }

    private static let hexadecimal = Set("0123456789abcdef".utf8)
}
