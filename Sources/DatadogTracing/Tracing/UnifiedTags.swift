// SPDX-License-Identifier: Apache-2.0

import Tracing

/// The tags that spans of a process have without being given them, for each kind of span, each relation to the configured
/// service, and each position in the trace.
// Safe to send: its memory is its own, written in init and freed in deinit only, and read-only to all between.
struct UnifiedTags: ~Copyable, @unchecked Sendable {
    // Memory of its own, since an object out of an array costs counting two references for each span: freed in deinit.
    private let variants: UnsafeMutableBufferPointer<TagBuffer>
    private let none = UnsafeMutablePointer<TagBuffer>.allocate(capacity: 1)

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

    /// Where in the trace a span is.
    enum Position: Int, CaseIterable {
        /// The first one of this process.
        case localRoot
        /// Below a span of another service.
        case entry
        case inner
    }

    init(_ configuration: DatadogTracingConfiguration) {
        let kinds: [SpanKind?] = [nil, .internal, .server, .client, .producer, .consumer]
        let given = configuration.tags.sorted { $0.key < $1.key }.map { ($0.key, SpanTag.Value($0.value)) }
        variants = .allocate(capacity: kinds.count * Ownership.allCases.count * Position.allCases.count)
        for index in variants.indices {
            let (row, position) = index.quotientAndRemainder(dividingBy: Position.allCases.count)
            let (kind, ownership) = row.quotientAndRemainder(dividingBy: Ownership.allCases.count)
            let tags = TagBuffer(
                firstOf: Position.allCases[position].tags(configuration)
                    + Ownership.allCases[ownership].tags(configuration) + Self.tags(kinds[kind]) + given
            )
            variants.initializeElement(at: index, to: tags)
        }
        none.initialize(to: TagBuffer())
    }

    deinit {
        variants.deinitialize().deallocate()
        none.deinitialize(count: 1).deallocate()
    }

    /// Which of the tags a span gets.
    struct Variant {
        fileprivate let index: Int

        init(kind: SpanKind?, isOwn: Bool, isVersioned: Bool, _ position: Position) {
            let ownership = Ownership(isOwn: isOwn, isVersioned: isVersioned)
            let row = (kind?.index ?? 0) * Ownership.allCases.count + ownership.rawValue
            index = row * Position.allCases.count + position.rawValue
        }
    }

    /// The tags that go with a span's own; none if they had to go among those, which win.
    ///
    /// Good as long as the tracer.
    @inline(__always)
    func tags(_ variant: Variant, for own: inout TagBuffer) -> UnsafePointer<TagBuffer> {
        let tags = variants.baseAddress.unsafelyUnwrapped + variant.index
        return UnsafePointer(own.share(tags.pointee) ? tags : none)
    }

    private static func tags(_ kind: SpanKind?) -> [(key: String, value: SpanTag.Value)] {
        kind.map { [("span.kind", .text($0.datadogName))] } ?? []
    }
}

extension UnifiedTags.Position {
    fileprivate func tags(_ configuration: DatadogTracingConfiguration) -> [(key: String, value: SpanTag.Value)] {
        guard self != .inner else { return [] }
        var tags: [(key: String, value: SpanTag.Value)] = [("_dd.top_level", .number(1))]
        guard self == .localRoot else { return tags }
        tags.append(("runtime-id", .text(ProcessIdentity.current.runtimeID)))
        tags.append(("process_id", .number(Double(ProcessIdentity.current.processID))))
        if let name = configuration.hostName { tags.append(("_dd.hostname", SpanTag.Value(name))) }
        return tags
    }
}

extension UnifiedTags.Ownership {
    fileprivate init(isOwn: Bool, isVersioned: Bool) {
        self = isOwn ? (isVersioned ? .ownVersioned : .own) : (isVersioned ? .foreignVersioned : .foreign)
    }

    fileprivate func tags(_ configuration: DatadogTracingConfiguration) -> [(key: String, value: SpanTag.Value)] {
        var tags: [(key: String, value: SpanTag.Value)] = []
        if let env = configuration.env { tags.append(("env", SpanTag.Value(env))) }
        if isVersioned, let version = configuration.version { tags.append(("version", SpanTag.Value(version))) }
        if isForeign { tags.append(("_dd.base_service", SpanTag.Value(configuration.service))) }
        return tags
    }

    private var isVersioned: Bool { self == .ownVersioned || self == .foreignVersioned }
    private var isForeign: Bool { self == .foreign || self == .foreignVersioned }
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
