// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
public import JSON
public import JobQueue

/// AES-256-GCM with keys that have names.
///
/// What is sealed is bound to its place by associated data, the text `vote-extractor/1/PLACE/{QUEUE}/ID`: `payload`,
/// `result` and `envelope` with the job's id, other places with names of their own. A value that is put elsewhere cannot be
/// opened there.
public struct ContentSeal: JobSeal {
    private let keys: [SealingKey]
    private let queue: String

    /// Makes a seal for what one queue holds; names of queues have no braces.
    public init(_ keys: SealingKeys, queue: String) {
        self.keys = keys.keys
        self.queue = queue
    }

    /// The value sealed with the first key.
    public func seal(_ value: JSONValue, as part: SealedPart, of jobID: String) throws(SealError) -> JSONValue {
        try seal(value.serialized(), part.rawValue, jobID).json
    }

    /// The value that was sealed, with whichever key.
    public func open(_ sealed: JSONValue, as part: SealedPart, of jobID: String) throws(SealError) -> JSONValue {
        guard let value = SealedValue(sealed) else {
            throw SealError(.broken, "the sealed \(part.rawValue) has not the form of one")
        }
        let bytes = try open(value, part.rawValue, jobID)
        guard let json = try? JSONValue(parsing: bytes) else {
            throw SealError(.broken, "what the sealed \(part.rawValue) holds is not JSON")
        }
        return json
    }

    /// Bytes sealed with the first key.
    ///
    /// - Parameters:
    ///   - place: What they are, such as `blob`; not the name of a ``JobQueue/SealedPart``.
    ///   - id: Which of those.
    public func seal(_ bytes: [UInt8], place: String, id: String) throws(SealError) -> [UInt8] {
        SealedBytes(try seal(bytes, place, id)).bytes
    }

    /// The bytes that were sealed for this place; themselves if they are not sealed.
    public func open(_ bytes: [UInt8], place: String, id: String) throws(SealError) -> [UInt8] {
        guard let sealed = SealedBytes(bytes) else { return bytes }
        return try open(sealed.value, place, id)
    }

    /// A name for content under which only those with the first key can look for it: the content's digest with that key, 64
    /// hexadecimal digits. A digest alone tells whoever has the same content that it is there.
    public func name(ofContentWithDigest digest: String) -> String? {
        guard let key = keys.first else { return nil }
        let text = "vote-extractor/1/name/{\(queue)}/\(digest)"
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key.key)
        return code.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }

    /// How many bytes sealing adds at most.
    public static let overhead = SealedBytes.overhead

    /// Whether bytes are sealed.
    public static func isSealed(_ bytes: [UInt8]) -> Bool { SealedBytes(bytes) != nil }

    private func seal(_ bytes: [UInt8], _ place: String, _ id: String) throws(SealError) -> SealedValue {
        // Random nonces of 96 bits: after 2³² values the chance that two are the same is 2⁻³³.
        guard let key = keys.first,
            let box = try? AES.GCM.seal(bytes, using: key.key, authenticating: associated(place, id))
        else { throw SealError(.keyMissing, "there is no key that seals") }
        return SealedValue(keyID: key.id, nonce: Array(box.nonce), ciphertext: Array(box.ciphertext + box.tag))
    }

    private func open(_ value: SealedValue, _ place: String, _ id: String) throws(SealError) -> [UInt8] {
        guard let key = keys.first(where: { $0.id == value.keyID }) else {
            let known = keys.map(\.id).joined(separator: ", ")
            throw SealError(.keyMissing, "it is sealed with the key \(value.keyID.prefix(64)); at hand: \(known)")
        }
        guard let nonce = try? AES.GCM.Nonce(data: value.nonce),
            let box = try? AES.GCM.SealedBox(
                nonce: nonce,
                ciphertext: value.ciphertext.dropLast(SealedValue.tagBytes),
                tag: value.ciphertext.suffix(SealedValue.tagBytes)
            ),
            let bytes = try? AES.GCM.open(box, using: key.key, authenticating: associated(place, id))
        else {
            throw SealError(.broken, "what was sealed was changed, or was sealed for another job, queue, place or key")
        }
        return [UInt8](bytes)
    }

    private func associated(_ place: String, _ id: String) -> [UInt8] {
        Array("vote-extractor/1/\(place)/{\(queue)}/\(id)".utf8)
    }
}
