// SPDX-License-Identifier: Apache-2.0

/// Which model names belong to which provider.
///
/// With a qualifier a name may say its provider itself: `openai:NAME` is asked of it as `NAME`.
public struct ModelRoute: Sendable {
    /// How a route recognises its model names.
    public enum Pattern: Sendable, Hashable {
        /// Only this name.
        case exact(String)
        /// Every name that begins with this.
        case prefix(String)
        /// Every name that begins with this and a digit, such as `o3-mini`.
        case numbered(String)
    }

    /// The names this route answers for; nil for those that ``qualifier`` precedes, whatever they are.
    public let pattern: Pattern?
    /// What may stand before a name, and a colon between.
    public let qualifier: String?
    /// Who is asked.
    public let provider: any ModelProvider

    /// Makes a route for names of this pattern, also after the qualifier, if there is one.
    public init(_ pattern: Pattern, qualifier: String? = nil, to provider: any ModelProvider) {
        self.pattern = pattern
        self.qualifier = qualifier
        self.provider = provider
    }

    /// Makes a route for every name after the qualifier.
    public init(qualifier: String, to provider: any ModelProvider) {
        pattern = nil
        self.qualifier = qualifier
        self.provider = provider
    }

    /// What the provider calls the model; nil for a name of another route.
    func name(of model: String) -> String? {
        if let qualifier, model.hasPrefix("\(qualifier):") {
            let name = String(model.dropFirst(qualifier.count + 1))
            return !name.isEmpty && pattern?.matches(name) != false ? name : nil
        }
        return pattern?.matches(model) == true ? model : nil
    }

    var label: String { pattern?.label ?? "\(qualifier ?? ""):…" }
}

extension ModelRoute.Pattern {
    fileprivate func matches(_ name: String) -> Bool {
        switch self {
        case .exact(let exact): name == exact
        case .prefix(let prefix): name.hasPrefix(prefix)
        case .numbered(let prefix):
            name.hasPrefix(prefix)
                && name.utf8.dropFirst(prefix.utf8.count).first.map { (0x30...0x39).contains($0) } == true
        }
    }

    fileprivate var label: String {
        switch self {
        case .exact(let name): name
        case .prefix(let prefix): "\(prefix)…"
        case .numbered(let prefix): "\(prefix)1…"
        }
    }
}
