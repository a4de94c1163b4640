// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The keys at hand: the first seals, all of them open.
///
/// To change keys, add the new one behind the others everywhere, then put it first, and leave the old ones out when nothing
/// that they sealed is left.
public struct SealingKeys: Sendable {
    let keys: [SealingKey]

    /// The ids, the one that seals first.
    public var ids: [String] { keys.map(\.id) }

    /// Reads `ID:KEY` entries, separated by commas or line ends; a key is 32 bytes in base64, as `openssl rand -base64 32`
    /// makes them. Lines that begin with `#` are passed over.
    public init(_ text: String) throws(SealingKeysError) {
        var keys: [SealingKey] = []
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.drop(while: \.isWhitespace).hasPrefix("#") }
        for entry in lines.flatMap({ $0.split(separator: ",") }) {
            let entry = entry.filter { !$0.isWhitespace }
            guard !entry.isEmpty else { continue }
            let number = keys.count + 1
            guard let colon = entry.firstIndex(of: ":"),
                let data = Data(base64Encoded: String(entry[entry.index(after: colon)...])),
                let key = SealingKey(id: String(entry[..<colon]), key: [UInt8](data))
            else { throw SealingKeysError(entry: number) }
            guard !keys.contains(where: { $0.id == key.id }) else { throw SealingKeysError(twice: key.id) }
            keys.append(key)
        }
        guard !keys.isEmpty else { throw SealingKeysError() }
        self.keys = keys
    }
}
