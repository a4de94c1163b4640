// SPDX-License-Identifier: Apache-2.0

/// What a snapshot leaves out because it differs from run to run.
///
/// Written as paths: `service`, `resource`, `type`, `error`, or `meta.KEY`, `metrics.KEY`,
/// `span_links.attributes.KEY` and `span_events.attributes.KEY`. One `*` in a path stands for any text.
public struct SnapshotIgnores: Sendable, Hashable, ExpressibleByArrayLiteral {
    private var paths: [String]

    /// Exactly these paths.
    public init(_ paths: some Sequence<String>) {
        self.paths = Array(paths)
    }

    /// Exactly these paths.
    public init(arrayLiteral paths: String...) {
        self.init(paths)
    }

    /// The ids of process and container, keep rate, high bits of trace ids and stacks: what the snapshots of Datadog's
    /// test agent ignore, and what depends on the machine. Ids of spans are numbered anew, and times always left out.
    public static let standard: SnapshotIgnores = [
        "metrics.process_id", "metrics.system.pid", "metrics.system.process_id", "metrics._dd.tracer_kr",
        "meta.runtime-id", "meta.pathway.hash", "meta._dd.p.tid", "meta._dd.parent_id", "meta._dd.tags.process",
        "meta.error.stack", "span_events.attributes.exception.stacktrace",
    ]

    /// These and further paths.
    public func adding(_ paths: String...) -> SnapshotIgnores {
        SnapshotIgnores(self.paths + paths)
    }

    func contains(_ path: String) -> Bool {
        paths.contains { Self.matches(path, pattern: $0) }
    }

    private static func matches(_ path: String, pattern: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return path == pattern }
        let (start, end) = (pattern[..<star], pattern[pattern.index(after: star)...])
        return path.count >= start.count + end.count && path.hasPrefix(start) && path.hasSuffix(end)
    }
}
