// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Sealing
import Testing

private let malformedValues: [JSONValue] = [
    .null, [:], ["alg": "none", "kid": "k1", "nonce": "AAECAwQFBgcICQoL", "ciphertext": "AAAA"],
    ["alg": "A256GCM", "kid": "k1", "nonce": "AAEC", "ciphertext": "AAECAwQFBgcICQoLDA0ODw=="],
    ["alg": "A256GCM", "kid": "k1", "nonce": "AAECAwQFBgcICQoL", "ciphertext": "AAEC"],
    ["alg": "A256GCM", "kid": "k1", "nonce": "?", "ciphertext": "AAECAwQFBgcICQoLDA0ODw=="],
]

@Suite("Sealing and opening")
struct ContentSealTests {
    static let first = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let second = "k2:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="

    static func seal(_ keys: String..., queue: String = "q/ä") throws -> ContentSeal {
        ContentSeal(try SealingKeys(keys.joined(separator: ",")), queue: queue)
    }

    private static let value: JSONValue = ["files": ["https://example.org/a.jpg"], "n": "แพร่"]

    /// Runs `body` and gives the code of the error that it throws.
    private func code(_ body: () throws(SealError) -> Void) -> SealError.Code? {
        do throws(SealError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test("What Python's cryptography has sealed is opened")
    func knownAnswer() throws {
        let sealed: JSONValue = [
            "alg": "A256GCM", "kid": "k1", "nonce": "AAECAwQFBgcICQoL",
            "ciphertext":
                "PCCwcqmAsTm3GrXjxZ0IHrn5qFGIGjIMVALL6m8OL9Mvet6bjZw+uhqGRc9oPqnYVseANfk2GlId6hMu7/PlRy9juHAw1exjCI8=",
        ]
        #expect(try Self.seal(Self.first).open(sealed, as: .payload, of: "job-1") == Self.value)
    }

    @Test("What is sealed tells nothing but its length, is never the same twice, and comes back")
    func roundTrip() throws {
        let seal = try Self.seal(Self.first)
        let sealed = try seal.seal(Self.value, as: .result, of: "job-1")
        #expect(sealed["kid"] == "k1" && sealed["alg"] == "A256GCM" && !sealed.text.contains("example"))
        #expect(try seal.seal(Self.value, as: .result, of: "job-1") != sealed)
        #expect(try seal.open(sealed, as: .result, of: "job-1") == Self.value)
    }

    @Test("Names of content are Python's HMAC-SHA256, and tell nothing without the key")
    func names() throws {
        let name = try Self.seal(Self.first, Self.second).name(ofContentWithDigest: "ab")
        #expect(name == "e60371cafa2fd554c4d0ee4de54762f0adf57ab6e61e26e012c227402502179b")
        #expect(try Self.seal(Self.second).name(ofContentWithDigest: "ab") != name)
        #expect(try Self.seal(Self.first, queue: "q").name(ofContentWithDigest: "ab") != name)
    }

    @Test("It is bound to its queue, job and place")
    func bound() throws {
        let seal = try Self.seal(Self.first)
        let sealed = try seal.seal(Self.value, as: .payload, of: "job-1")
        #expect(code { () throws(SealError) in _ = try seal.open(sealed, as: .payload, of: "job-2") } == .broken)
        #expect(code { () throws(SealError) in _ = try seal.open(sealed, as: .result, of: "job-1") } == .broken)
        let page = try seal.seal([1, 2], place: "blob", id: "a")
        #expect(code { () throws(SealError) in _ = try seal.open(page, place: "blob", id: "b") } == .broken)
        #expect(code { () throws(SealError) in _ = try seal.open(page, place: "cache", id: "a") } == .broken)
        for queue in ["q", "q/ä/payload", ""] {
            let other = try Self.seal(Self.first, queue: queue)
            #expect(code { () throws(SealError) in _ = try other.open(sealed, as: .payload, of: "job-1") } == .broken)
            #expect(code { () throws(SealError) in _ = try other.open(page, place: "blob", id: "a") } == .broken)
        }
    }

    @Test("No bit of it can be changed")
    func tampered() throws {
        let seal = try Self.seal(Self.first)
        let page = try seal.seal(Array("page".utf8), place: "blob", id: "a")
        #expect(ContentSeal.isSealed(page) && page.count <= 4 + ContentSeal.overhead)
        #expect(try seal.open(page, place: "blob", id: "a") == Array("page".utf8))
        // What stands before the nonce are mark and key: others of those are another key's, or no sealed bytes at all.
        for index in 7..<page.count {
            for bit in 0..<8 {
                var other = page
                other[index] ^= 1 << bit
                #expect(code { () throws(SealError) in _ = try seal.open(other, place: "blob", id: "a") } == .broken)
            }
        }
        for length in 7..<page.count {
            let short = Array(page.prefix(length))
            let isStillSealed = ContentSeal.isSealed(short)
            #expect(isStillSealed == (length >= 7 + 12 + 16))
            guard isStillSealed else { continue }
            #expect(code { () throws(SealError) in _ = try seal.open(short, place: "blob", id: "a") } == .broken)
        }
    }

    @Test(
        "What has not the form of a sealed value is told as such",
        arguments: malformedValues
    )
    func malformed(_ value: JSONValue) throws {
        let seal = try Self.seal(Self.first)
        #expect(code { () throws(SealError) in _ = try seal.open(value, as: .payload, of: "j") } == .broken)
    }

    @Test("Keys are changed without a gap: the first seals, all open, a missing one is named")
    func rotation() throws {
        let old = try Self.seal(Self.first)
        let between = try Self.seal(Self.second, Self.first)
        let new = try Self.seal(Self.second)
        let sealed = try old.seal(Self.value, as: .payload, of: "j")
        #expect(try between.open(sealed, as: .payload, of: "j") == Self.value)
        #expect(try between.seal(Self.value, as: .payload, of: "j")["kid"] == "k2")
        let error = #expect(throws: SealError.self) { try new.open(sealed, as: .payload, of: "j") }
        #expect(error?.code == .keyMissing && error?.message.contains("k1") == true)
    }

    @Test(
        "Bytes that are not sealed come back as they are",
        arguments: [[], Array("VES1".utf8), [0xFF, 0xD8], Array("VES".utf8)]
    )
    func plain(_ bytes: [UInt8]) throws {
        #expect(try Self.seal(Self.first).open(bytes, place: "blob", id: "a") == bytes)
    }
}
