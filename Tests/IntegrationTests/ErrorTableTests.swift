// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Imaging
import JSON
import JobQueue
import Logging
import Metrics
import ModelClient
import Synchronization
import Testing

@testable import Extraction
@testable import vote_extractor

/// The column "Requeue?" of the table of classes, through the engine: what a worker of this program does.
@Suite("What becomes of a job after which failure")
struct ErrorTableTests {
    enum End: Sendable {
        /// Given up after so many runs, of four attempts.
        case dead(runs: Int)
        /// As long as there are runs, since no attempt is counted.
        case againForFree
        /// Put off as long as jobs may wait: neither attempt nor run is counted.
        case waits
    }

    private static let attempts = 4

    private static let rows: [(ErrorClass, retryAfter: Duration?, End)] = [
        (.inputNotFound, nil, .dead(runs: 1)), (.inputForbidden, nil, .dead(runs: 2)),
        (.inputTransient, nil, .dead(runs: attempts)), (.inputTooLarge, nil, .dead(runs: 1)),
        (.inputUnsupported, nil, .dead(runs: 1)), (.inputCorrupt, nil, .dead(runs: 1)),
        (.inputHashMismatch, nil, .dead(runs: 1)), (.inputRefused, nil, .dead(runs: 1)),
        (.rateLimited, .seconds(40), .waits), (.capacity, nil, .againForFree),
        (.quotaExhausted, .seconds(3600), .waits), (.server, nil, .dead(runs: attempts)),
        (.timeout, nil, .dead(runs: attempts)), (.auth, nil, .waits), (.modelNotFound, nil, .waits),
        (.badConfig, nil, .againForFree), (.contextWindow, nil, .dead(runs: 1)), (.safetyBlock, nil, .dead(runs: 1)),
        (.refusal, nil, .dead(runs: 1)), (.recitation, nil, .dead(runs: 1)), (.truncated, nil, .dead(runs: 1)),
        (.empty, nil, .dead(runs: attempts)), (.incomplete, nil, .dead(runs: attempts)), (.loop, nil, .dead(runs: 1)),
        (.superseded, nil, .dead(runs: 1)), (.outputMalformed, nil, .dead(runs: 1)),
        (.outputSchema, nil, .dead(runs: 1)), (.outputDomain, nil, .dead(runs: 1)),
        (.inputKeyMissing, nil, .waits), (.budgetExceeded, nil, .dead(runs: 1)),
        (.budgetExceeded, .seconds(3600), .waits),
        (.workerCrash, nil, .againForFree), (.workerShutdown, nil, .waits),
        (.workerOverloaded, nil, .againForFree),
        (.internal, nil, .dead(runs: attempts)),
    ]

    private func job() -> ExtractionJob {
        let transport = CurlTransport(logger: Logger(label: "test"))
        let pipeline = ExtractionPipeline(
            configuration: ExtractionConfiguration(model: "none"),
            router: ModelRouter(routes: []),
            transport: transport,
            blobs: nil,
            imaging: ImagePreparer(),
            sha256: { _ in "" }
        )
        let metrics = ExtractionMetrics(prefix: "test", countsCache: false, factory: NOOPMetricsHandler.instance)
        return ExtractionJob(pipeline: pipeline, budget: nil, metrics: metrics)
    }

    private func trial(_ error: ExtractionError) async throws -> JobTrial {
        let job = job()
        return try await JobTrial.run([:]) { configuration in
            configuration.maximumAttempts = Self.attempts
            configuration.maximumRuns = 10
            configuration.longestWait = .seconds(7200)
        } handler: { context in
            job.outcome(of: error, context)
        }
    }

    @Test("Each class", arguments: rows)
    func row(_ errorClass: ErrorClass, _ retryAfter: Duration?, _ end: End) async throws {
        let error = ExtractionError(errorClass, "m", stage: .model, retryAfter: retryAfter)
        switch end {
        case .dead(let runs): try await dies(of: error, runs: runs)
        case .againForFree: try await dies(of: error, runs: 10)
        case .waits: try await waits(error)
        }
    }

    private func dies(of error: ExtractionError, runs: Int) async throws {
        let trial = try await trial(error)
        #expect(trial.status == "failed" && trial.errorType == error.errorClass.rawValue)
        #expect(trial.runs == runs)
    }

    @Test("There is no class without a row")
    func complete() {
        let told = Set(Self.rows.map(\.0) + [.jobDeadline])
        #expect(told == Set(ErrorClass.known))
    }

    @Test("A run that cost money is an attempt, whatever ended it")
    func paid() async throws {
        var error = ExtractionError(.capacity, "m", stage: .model)
        error.usage = TokenUsage(prompt: 1)
        #expect(try await trial(error).runs == Self.attempts)
    }

    @Test("A run in which nobody was asked is none", arguments: [ErrorClass.capacity, .inputTransient])
    func unasked(_ errorClass: ErrorClass) async throws {
        var error = ExtractionError(errorClass, "m", stage: .model, retryAfter: .seconds(30))
        error.isUnasked = true
        try await waits(error)
    }

    @Test("Who waits for a gate looks every five minutes: it may be opened before its time")
    func reopened() async throws {
        let job = job()
        let wait = Mutex<Duration?>(nil)
        _ = try await JobTrial.run([:]) { context in
            var error = ExtractionError(.capacity, "m", stage: .model, retryAfter: .seconds(1800))
            error.isUnasked = true
            if case .wait(_, let floor) = job.outcome(of: error, context) { wait.withLock { $0 = floor } }
            return .completed(JobResult(members: [:]))
        }
        #expect(wait.withLock { $0 } == .seconds(300))
    }

    /// Neither attempts nor runs are used up by more failures than there may be of either.
    private func waits(_ error: ExtractionError) async throws {
        let job = job()
        let runs = Mutex(0)
        let trial = try await JobTrial.run([:]) { configuration in
            configuration.maximumAttempts = 1
            configuration.maximumRuns = 1
        } handler: { context in
            let run = runs.withLock { runs in
                runs += 1
                return runs
            }
            return run < 4 ? job.outcome(of: error, context) : .completed(JobResult(members: [:]))
        }
        #expect(trial.runs == 4 && trial.status == "succeeded")
    }

    @Test("What is wrong with the request stays wrong")
    func request() async throws {
        #expect(try await trial(ExtractionError(.modelNotFound, "m", stage: .request)).runs == 1)
    }

    @Test("After the job's own deadline there is no other run; after a run's time there is")
    func deadline() async throws {
        let job = job()
        let error = ExtractionError(.jobDeadline, "m", stage: .model)
        let deadline = JSONValue.integer(Int64(Moment.now.milliseconds) + 300_000)
        let last = try await JobTrial.run(["options": ["deadline_ms": deadline]]) { context in
            job.outcome(of: error, context)
        }
        #expect(last.runs == 1 && last.status == "expired")
        #expect(try await trial(error).runs == Self.attempts)
    }

    @Test("A late answer may cost a second call in the run that the deadline ends, once in the life of a job")
    func hedge() async throws {
        let deadline = JSONValue.integer(Int64(Moment.now.milliseconds) + 300_000)
        #expect(try await hedges([:]) == [false, false])
        #expect(try await hedges(["deadline_ms": deadline]) == [true, true])
        #expect(try await hedges(["deadline_ms": deadline], firstRunHedges: true) == [true, false])
    }

    /// Whether each of two runs may have a second call.
    private func hedges(_ options: JSONObject, firstRunHedges: Bool = false) async throws -> [Bool] {
        let job = job()
        let seen = Mutex<[Bool]>([])
        _ = try await JobTrial.run(["options": .object(options)]) { configuration in
            configuration.maximumAttempts = 2
            configuration.retryBackoff = Backoff(base: .milliseconds(1), cap: .milliseconds(1))
        } handler: { context in
            seen.withLock { $0.append(context.allowsHedge) }
            var error = ExtractionError(.server, "m", stage: .model)
            error.attempts = [
                ExtractionAttempt(
                    number: 1,
                    stage: .model,
                    isHedge: firstRunHedges,
                    model: "m",
                    errorClass: .server,
                    usage: .zero,
                    startedAtMilliseconds: 0,
                    duration: .zero
                )
            ]
            return job.outcome(of: error, context)
        }
        return seen.withLock { $0 }
    }
}
