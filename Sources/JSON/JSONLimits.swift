// SPDX-License-Identifier: Apache-2.0

/// What an input may cost at most; beyond it reading ends with an error.
public struct JSONLimits: Sendable, Hashable {
    /// Reading recurses once per level, so no setting goes deeper than this.
    static let deepest = 512

    /// Length of the input in bytes; 64 MiB by default.
    public var maximumBytes: Int
    /// Arrays and objects inside one another, the outermost counted; 64 by default, and never more than 512.
    public var maximumDepth: Int
    /// Values of all kinds in the whole input, containers counted and keys not; 2,000,000 by default.
    public var maximumValues: Int

    /// Limits with the defaults of each field.
    public static let standard = JSONLimits()

    /// Sets each limit.
    public init(maximumBytes: Int = 64 << 20, maximumDepth: Int = 64, maximumValues: Int = 2_000_000) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumValues = maximumValues
    }
}
