// SPDX-License-Identifier: Apache-2.0

/// Why keys for sealing could not be read; never tells the keys.
public struct SealingKeysError: Error, CustomStringConvertible {
    /// What was wrong and what to do.
    public let description: String

    private static let form = "write ID:KEY, where KEY is 32 bytes in base64: openssl rand -base64 32"

    init() { description = "there is no key for sealing; \(Self.form)" }

    init(entry: Int) { description = "key \(entry) for sealing cannot be read; \(Self.form)" }

    init(twice id: String) { description = "two keys for sealing are called \(id); give each an id of its own" }
}
