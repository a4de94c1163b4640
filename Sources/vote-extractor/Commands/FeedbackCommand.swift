// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatadogTracing
import Foundation
import JSON
import LLMObservability
import RedisJobQueue

/// `vote-extractor feedback`
struct FeedbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feedback",
        abstract: "Sends what a user thinks of a job's result to LLM Observability.",
        discussion: """
            It joins the span that the job's result names, so the worker must have run with DD_LLMOBS_ENABLED=1. The \
            result is looked for on the results list, and stays there; give it with --result once it was taken. Where \
            Datadog is, DD_TRACE_AGENT_URL or DD_API_KEY and DD_SITE say, as they do for the worker.

            Examples:
              vote-extractor feedback 0190c2f4-… --rating 2 --comment "row 3 is a 7, not a 1"
              vote-extractor feedback sheet-17 --thumbs up --by reviewer-4
              vote-extractor feedback sheet-17 --thumbs down --result results.ndjson
              grep sheet-17 results.ndjson | vote-extractor feedback sheet-17 --rating 5 --result -
            """
    )

    @OptionGroup var queue: QueueOptions

    @Argument(help: "The job's id.")
    var jobID: String

    @Option(help: "From 1, useless, to 5, right.")
    var rating: Int?

    @Option(help: "up or down.")
    var thumbs: UserFeedback.Thumbs?

    @Option(help: "What is to be said; goes to Datadog as it is.")
    var comment: String?

    @Option(help: "A file with the job's result envelope, also among others, one a line; - is standard input.")
    var result: String?

    @Option(help: "Who says so: an id, no name or address.")
    var by = "anonymous"

    @Flag(help: "Print what was sent as JSON.")
    var json = false

    private var feedback: UserFeedback { UserFeedback(rating: rating, thumbs: thumbs, comment: comment) }

    func validate() throws {
        guard !feedback.isEmpty else { throw ValidationError("give --rating, --thumbs or --comment") }
        if let rating, !UserFeedback.ratings.contains(rating) {
            throw ValidationError("--rating must be from 1 to 5, not \(rating)")
        }
        if let comment, !(1...UserFeedback.maximumCommentLength).contains(comment.count) {
            throw ValidationError("--comment must have 1 to \(UserFeedback.maximumCommentLength) characters")
        }
        guard !by.isEmpty else { throw ValidationError("--by must not be empty") }
    }

    func run() async throws {
        let job = try FinishedJob(result: try await envelope(), id: jobID)
        let events = feedback.events(on: job.span, by: .init(id: by, type: "user"))
        try await send(events)
        show(job, events)
    }

    private func envelope() async throws -> JSONValue {
        if let result {
            guard let found = FinishedJob.result(of: jobID, in: try Self.bytes(of: result)) else {
                Terminal.complain("there is no result of job \(jobID) in \(result == "-" ? "standard input" : result)")
                throw ExitCode.notFound
            }
            return found
        }
        let found = try await queue.withQueue("vote-extractor-feedback") { try await $0.peekResult(jobID: jobID) }
        guard let found else {
            Terminal.complain(
                "there is no result of job \(jobID) on the results list. If a consumer took it, give it with "
                    + "--result FILE, or --result - to read it from standard input."
            )
            throw ExitCode.notFound
        }
        return try JSONValue(parsing: found)
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        guard path != "-" else { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandError("\(path): there is no such file, or it cannot be read")
        }
        return Array(data)
    }

    private func send(_ events: [LLMObs.Feedback]) async throws {
        let (tracer, _) = DatadogTracing.make(
            configuration: DatadogTracingConfiguration(environment: Environment.all),
            logger: .silent
        )
        let configuration = LLMObsConfiguration(environment: Environment.all)
        let client = LLMObsClient(configuration: configuration, tracer: tracer, logger: .silent)
        for event in events { try client.submit(event) }
        await client.flush()
        guard client.statistics.snapshot.evaluations.sent == events.count else {
            throw CommandError(
                "the feedback was not accepted: neither an agent at DD_TRACE_AGENT_URL with LLM Observability's proxy, "
                    + "nor Datadog itself with DD_API_KEY and DD_SITE, took it"
            )
        }
    }

    private func show(_ job: FinishedJob, _ events: [LLMObs.Feedback]) {
        let labels = events.map(\.label)
        guard json else { return Terminal.print("sent \(labels.joined(separator: ", ")) for job \(job.id)") }
        let sent: JSONValue = [
            "job_id": .string(job.id), "span_id": .string(job.span.spanID), "trace_id": .string(job.span.traceID),
            "sent": .array(labels.map { .string($0) }),
        ]
        Terminal.print(sent.serialized())
    }
}
