// SPDX-License-Identifier: Apache-2.0

import Tracing

/// The tags that every span of a process has, for each kind of span and relation to the configured service.
struct UnifiedTags: Sendable {
    private let variants: [SharedTags]

    /// Whose span it is.
    fileprivate enum Ownership: Int, CaseIterable {
        /// Of the configured service, in a trace that began with it here.
        case ownVersioned
        /// Of the configured service, below a span of another.
        case own
        /// Of another service.
        case foreign
        /// Of another service by a tag that came after the start.
        case foreignVersioned
    }

    init(_ configuration: DatadogTracingConfiguration) {
        var base = configuration.tags.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
        if let env = configuration.env { base.append(("env", env)) }
        let kinds: [SpanKind?] = [nil, .internal, .server, .client, .producer, .consumer]
        variants = kinds.flatMap { kind in
            Ownership.allCases.map { ownership in
                var tags = base
                if ownership.isVersioned, let version = configuration.version { tags.append(("version", version)) }
                if ownership.isForeign { tags.append(("_dd.base_service", configuration.service)) }
                if let kind { tags.append(("span.kind", kind.datadogName)) }
                return SharedTags(tags)
            }
        }
    }

    func tags(kind: SpanKind?, isOwn: Bool, isVersioned: Bool) -> SharedTags {
        let ownership = Ownership(isOwn: isOwn, isVersioned: isVersioned)
        return variants[(kind?.index ?? 0) * Ownership.allCases.count + ownership.rawValue]
    }
}

extension UnifiedTags.Ownership {
    fileprivate init(isOwn: Bool, isVersioned: Bool) {
        self = isOwn ? (isVersioned ? .ownVersioned : .own) : (isVersioned ? .foreignVersioned : .foreign)
    }

    fileprivate var isVersioned: Bool { self == .ownVersioned || self == .foreignVersioned }
    fileprivate var isForeign: Bool { self == .foreign || self == .foreignVersioned }
}

extension SpanKind {
    fileprivate var index: Int {
        switch self {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }

    /// As in the tag `span.kind`.
    fileprivate var datadogName: String {
        switch self {
        case .internal: "internal"
        case .server: "server"
        case .client: "client"
        case .producer: "producer"
        case .consumer: "consumer"
        }
    }
}
