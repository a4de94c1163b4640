// SPDX-License-Identifier: Apache-2.0

/// One span of a job's trace.
public struct TraceSpan: Sendable, Hashable {
    /// Its id, unique in the trace.
    public var id: String
    /// The span it is part of; nil for the first.
    public var parent: String?
    /// What it is called.
    public var name: String
    /// What it worked on.
    public var resource: String
    /// When it began, in nanoseconds since 1970.
    public var start: Int64
    /// How long it took, in nanoseconds.
    public var duration: Int64
    /// Whether it failed.
    public var isError: Bool

    /// Creates a span.
    public init(
        id: String,
        parent: String?,
        name: String,
        resource: String,
        start: Int64,
        duration: Int64,
        isError: Bool
    ) {
        self.id = id
        self.parent = parent
        self.name = name
        self.resource = resource
        self.start = start
        self.duration = duration
        self.isError = isError
    }
}
