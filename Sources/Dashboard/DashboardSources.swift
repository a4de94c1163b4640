// SPDX-License-Identifier: Apache-2.0

public import JSON
public import JobQueue

/// What a dashboard shows, and what it changes on request.
public struct DashboardSources: Sendable {
    /// The queue.
    public var queue: any DeadLetterStore & JobQueueControl & JobQueueInspector & ReviewStore
    /// The queue's name.
    public var queueName: String
    /// Results that nobody has taken yet.
    public var results: any ResultReader
    /// How models may be asked; nil where there are no gates.
    public var gates: (@Sendable () async throws -> [GateFigures])?
    /// What calls of models have cost today, by UTC, in US dollars; nil where nobody keeps that.
    public var spentToday: (@Sendable () async throws -> Double)?
    /// Opens dead letters' jobs, and seals them when they were edited; nil where there are no keys.
    public var seal: (any JobSeal)?
    /// What a worker would find wrong with a job's payload; nil if nothing.
    public var complaint: @Sendable (JobEnvelope) -> String?
    /// The spans of a trace, as far as they can be found.
    public var spans: (@Sendable (_ traceID: String) async -> [TraceSpan])?
    /// The picture of one page, from 0 on, of a job's file as the payload or the result names it; nil if it has fewer pages.
    /// A ``PictureError`` says why there is none. Asked only where texts and sheets may be shown, and only for files in the
    /// job itself or under one of ``pictureSchemes``.
    public var pictures: (@Sendable (_ file: JSONValue, _ page: Int) async throws -> PagePicture?)?
    /// The schemes of addresses, in lower case, from which ``pictures`` gets files; others are not shown.
    public var pictureSchemes: Set<String> = ["blob"]

    /// Creates sources without gates, costs, spans and pictures, which take every payload for good.
    public init(
        queue: any DeadLetterStore & JobQueueControl & JobQueueInspector & ReviewStore,
        queueName: String,
        results: any ResultReader
    ) {
        self.queue = queue
        self.queueName = queueName
        self.results = results
        complaint = { _ in nil }
    }
}
