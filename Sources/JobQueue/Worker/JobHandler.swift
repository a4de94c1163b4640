// SPDX-License-Identifier: Apache-2.0

/// Runs jobs of one type.
///
/// It must end soon after its task was cancelled, as by a time limit or a shutdown: until it does, it keeps its slot and
/// its lease. What it throws becomes a retry of class `internal`, unless it throws a ``JobFailure``, whose class is kept.
public typealias JobHandler = @Sendable (JobContext) async throws -> JobOutcome

/// The handlers that a worker has, by job type.
public struct JobRegistry: Sendable {
    private var handlers: [String: JobHandler] = [:]

    /// Creates an empty registry.
    public init() {}

    /// Registers the handler of a type; the last one registered stands.
    public mutating func register(_ type: String, handler: @escaping JobHandler) {
        handlers[type] = handler
    }

    /// The types that have a handler, sorted.
    public var types: [String] { handlers.keys.sorted() }

    subscript(type: String) -> JobHandler? { handlers[type] }
}
