// SPDX-License-Identifier: Apache-2.0

/// A model that a provider lists for our key.
public struct AvailableModel: Sendable, Hashable {
    /// The name to ask for.
    public var name: String
    /// The name for people, if there is another.
    public var displayName: String?
    /// The most tokens a request may have, if the provider says so.
    public var maximumInputTokens: Int?
    /// The most tokens an answer may have, if the provider says so.
    public var maximumOutputTokens: Int?
    /// What the provider says that it cannot; empty where the provider does not say.
    public var missing: Set<ModelCapability>

    /// Makes an entry.
    public init(
        name: String,
        displayName: String? = nil,
        maximumInputTokens: Int? = nil,
        maximumOutputTokens: Int? = nil,
        missing: Set<ModelCapability> = []
    ) {
        self.name = name
        self.displayName = displayName
        self.maximumInputTokens = maximumInputTokens
        self.maximumOutputTokens = maximumOutputTokens
        self.missing = missing
    }
}
