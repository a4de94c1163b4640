// SPDX-License-Identifier: Apache-2.0

/// Whose bucket it is, as addresses write it.
public enum BucketScheme: String, Sendable, Hashable {
    /// Amazon S3, or what speaks like it.
    case s3
    /// Google Cloud Storage.
    case gs
}
