// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import ModelClient

/// A file in a bucket.
struct BucketObject: Sendable, Hashable {
    let scheme: BucketScheme
    let bucket: String
    /// What follows the bucket's name, as it is: `%`, `?` and `#` mean themselves, as they do to `aws s3` and `gsutil`.
    let key: String

    /// Reads what follows `s3:` or `gs:`.
    init(_ scheme: BucketScheme, _ rest: String) throws(ExtractionError) {
        guard rest.hasPrefix("//"), let slash = rest.utf8.dropFirst(2).firstIndex(of: UInt8(ascii: "/")) else {
            throw Self.failure("names no file in a bucket; write \(scheme.rawValue)://BUCKET/KEY")
        }
        bucket = String(rest[rest.utf8.index(rest.startIndex, offsetBy: 2)..<slash])
        key = String(rest[rest.utf8.index(after: slash)...])
        self.scheme = scheme
        guard Self.isName(bucket) else {
            throw Self.failure("has a bucket's name that is none: lower-case letters, digits, dots, - and _")
        }
        guard (1...1024).contains(key.utf8.count), !key.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw Self.failure("has a key that is empty, longer than 1,024 bytes or holds control characters")
        }
        // On the way they would be taken for steps up and down, and another file would be asked for.
        guard !key.utf8.split(separator: UInt8(ascii: "/")).contains(where: Self.isStep) else {
            throw Self.failure("has a key with . or .. between slashes, which cannot be asked for")
        }
    }

    /// The key for a URL's path: S3 wants everything encoded that may be.
    var encodedKey: String { key.percentEncoded(keeping: "/") }

    /// The name stands in addresses of hosts, so nothing else may be in it.
    static func isName(_ text: String) -> Bool {
        let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        guard (3...222).contains(text.utf8.count), !text.contains(".."), let first = text.utf8.first,
            let last = text.utf8.last, letters.contains(first), letters.contains(last)
        else { return false }
        return text.utf8.allSatisfy { letters.contains($0) || "-._".utf8.contains($0) }
    }

    private static func isStep(_ segment: Substring.UTF8View) -> Bool {
        segment.elementsEqual(".".utf8) || segment.elementsEqual("..".utf8)
    }

    private static func failure(_ problem: String) -> ExtractionError {
        ExtractionError(.inputUnsupported, "the address \(problem)", stage: .fetch)
    }
}
