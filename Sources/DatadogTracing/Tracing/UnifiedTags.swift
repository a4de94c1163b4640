// SPDX-License-Identifier: Apache-2.0

import Tracing

/// The tags that every span of a process begins with, made once for each kind of span.
///
/// Copying a dictionary with room to grow is several times cheaper than filling one.
struct UnifiedTags: Sendable {
    private let own: [[String: String]]
    private let ownWithoutVersion: [[String: String]]
    private let foreign: [[String: String]]

    /// Room for tags of the span itself.
    private static let spareCapacity = 12

    init(_ configuration: DatadogTracingConfiguration) {
        var base = configuration.tags
        if let env = configuration.env { base["env"] = env }
        ownWithoutVersion = Self.variants(of: base)
        var versioned = base
        if let version = configuration.version { versioned["version"] = version }
        own = Self.variants(of: versioned)
        base["_dd.base_service"] = configuration.service
        foreign = Self.variants(of: base)
    }

    /// - Parameter hasVersion: whether the trace's first span here is of the configured service, too.
    func tags(kind: SpanKind, isOwnService: Bool, hasVersion: Bool) -> [String: String] {
        guard isOwnService else { return foreign[kind.index] }
        return hasVersion ? own[kind.index] : ownWithoutVersion[kind.index]
    }

    private static func variants(of base: [String: String]) -> [[String: String]] {
        SpanKind.all.map { kind in
            var tags = base
            tags["span.kind"] = kind.datadogName
            tags.reserveCapacity(tags.count + spareCapacity)
            return tags
        }
    }
}

extension SpanKind {
    fileprivate static let all: [SpanKind] = [.internal, .server, .client, .producer, .consumer]

    fileprivate var index: Int {
        switch self {
        case .internal: 0
        case .server: 1
        case .client: 2
        case .producer: 3
        case .consumer: 4
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
