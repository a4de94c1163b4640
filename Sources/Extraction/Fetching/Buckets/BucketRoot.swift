// SPDX-License-Identifier: Apache-2.0

/// A bucket that jobs may read from, or a folder in one.
public struct BucketRoot: Sendable, Hashable {
    /// Whose bucket it is.
    public let scheme: BucketScheme
    /// The bucket's name.
    public let bucket: String
    /// What a key must begin with; empty, or ending with a slash.
    let prefix: String

    /// Reads `s3://BUCKET`, `gs://BUCKET/FOLDER` and their like; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts[1].isEmpty, parts[0].hasSuffix(":"), BucketObject.isName(parts[2]),
            let scheme = BucketScheme(rawValue: String(parts[0].dropLast()))
        else { return nil }
        self.scheme = scheme
        bucket = parts[2]
        let folder = parts.count == 4 ? parts[3] : ""
        prefix = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
    }

    /// By bytes: to a string, composed and decomposed letters are equal; to a bucket they are two names.
    func holds(_ object: BucketObject) -> Bool {
        scheme == object.scheme && bucket == object.bucket && object.key.utf8.starts(with: prefix.utf8)
    }
}
