// SPDX-License-Identifier: Apache-2.0

import JSON

/// The bytes of an envelope, to which the engine adds its `run` member without touching what the producer wrote.
///
/// The member is spliced in behind the last one, so cutting it out again gives the producer's bytes exactly.
struct EnvelopeBytes {
    /// The producer's bytes.
    let original: [UInt8]

    /// Takes the engine's `run` member, if there is one, out of `bytes`, which must be one JSON object.
    init(removingRunFrom bytes: [UInt8], limits: JSONLimits) throws(JSONError) {
        let members = try JSONScanner.topLevelMembers(of: bytes, limits: limits)
        guard let run = members.last, run.key == "run" else {
            original = bytes
            return
        }
        let start = members.dropLast().last?.range.upperBound ?? run.range.lowerBound
        original = Array(bytes[..<start] + bytes[run.range.upperBound...])
    }

    /// For bytes that are known to hold no `run` member of ours.
    init(original: [UInt8]) { self.original = original }

    /// The producer's bytes with `run` spliced in.
    func adding(_ run: JobRun) -> [UInt8] {
        guard let brace = original.lastIndex(of: UInt8(ascii: "}")),
            let last = original[..<brace].lastIndex(where: { !Self.whitespace.contains($0) })
        else { return original }
        let separator = original[last] == UInt8(ascii: "{") ? "" : ","
        let member = Array("\(separator)\"run\":".utf8) + JSONValue.object(run.json).serialized()
        return original[...last] + member + original[(last + 1)...]
    }

    private static let whitespace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
}
