// SPDX-License-Identifier: Apache-2.0

/// Which model names belong to which provider.
public struct ModelRoute: Sendable {
    /// How a route recognises its model names.
    public enum Pattern: Sendable, Hashable {
        /// Only this name.
        case exact(String)
        /// Every name that begins with this.
        case prefix(String)
    }

    /// The names this route answers for.
    public let pattern: Pattern
    /// Who is asked.
    public let provider: any ModelProvider

    /// Makes a route.
    public init(_ pattern: Pattern, to provider: any ModelProvider) {
        self.pattern = pattern
        self.provider = provider
    }

    func matches(_ model: String) -> Bool {
        switch pattern {
        case .exact(let name): model == name
        case .prefix(let prefix): model.hasPrefix(prefix)
        }
    }

    var label: String {
        switch pattern {
        case .exact(let name): name
        case .prefix(let prefix): "\(prefix)…"
        }
    }
}
