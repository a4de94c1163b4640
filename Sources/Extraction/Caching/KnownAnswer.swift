// SPDX-License-Identifier: Apache-2.0

/// A kept answer that was read and checked anew.
struct KnownAnswer: Sendable {
    let reading: Reading
    let pages: Int
    let digest: InputDigest
}
