// SPDX-License-Identifier: Apache-2.0

import JSON

/// The failures that the engine itself finds; their classes stand beside those of handlers.
extension JobFailure {
    /// The class of failures that nobody foresaw.
    public static let internalErrorType = "internal"
    /// The class of runs that passed their time limit.
    public static let timeoutErrorType = "job.timeout"

    static func undecodable(_ error: EnvelopeError) -> JobFailure {
        switch error.code {
        case .keyMissing: JobFailure(errorType: keyMissingErrorType, message: error.message, stage: "open")
        case .sealBroken: JobFailure(errorType: sealBrokenErrorType, message: error.message, stage: "decode")
        default: JobFailure(errorType: "job.undecodable", message: error.message, stage: "decode")
        }
    }

    static func unknownType(_ type: String, known: [String]) -> JobFailure {
        let message = "no handler for job type \"\(type)\"; this worker knows \(known.joined(separator: ", "))"
        return JobFailure(errorType: "job.unknown_type", message: message, stage: "start")
    }

    static func timedOut(_ limit: Duration, stage: String) -> JobFailure {
        JobFailure(
            errorType: timeoutErrorType,
            message: "the run passed its time limit of \(limit.milliseconds) ms",
            stage: stage
        )
    }

    static func deadlinePassed(stage: String) -> JobFailure {
        JobFailure(errorType: "job.deadline", message: "the job's deadline passed before it was done", stage: stage)
    }

    /// The class of jobs whose payload was sealed with a key that the worker does not have.
    public static let keyMissingErrorType = "job.key_missing"
    /// The class of jobs whose sealed payload was changed, or is another job's.
    public static let sealBrokenErrorType = "job.seal_broken"

    /// The class of plain jobs that a worker would not take, see ``WorkerConfiguration/requiresSealed``.
    public static let notSealedErrorType = "job.not_sealed"

    static let notSealed = JobFailure(
        errorType: notSealedErrorType,
        message: "the payload is plain, and this worker takes only sealed ones: seal it with a key of the workers'",
        stage: "open"
    )

    static func unopened(_ error: SealError) -> JobFailure {
        JobFailure(
            errorType: error.code == .keyMissing ? keyMissingErrorType : sealBrokenErrorType,
            message: "the payload cannot be opened: \(error.message)",
            stage: "open"
        )
    }

    static func unsealed(_ error: SealError) -> JobFailure {
        let message = "the result cannot be sealed: \(error.message)"
        return JobFailure(errorType: internalErrorType, message: message, stage: "seal")
    }

    static func givenBack(stage: String) -> JobFailure {
        JobFailure(errorType: "job.released", message: "the handler gave the job back", stage: stage)
    }

    /// With what its worker told of the run at its last heartbeat, if it had begun by then: what breaks workers is to be
    /// found by it.
    static func workerLost(_ orphan: Orphan) -> JobFailure {
        let words = LastWords(of: orphan)
        var details: JSONObject = [
            "job_bytes": .integer(Int64(orphan.delivery.withheldBytes ?? orphan.delivery.bytes.count))
        ]
        details["worker_rss_bytes"] = words.residentBytes.map { .integer(Int64($0)) }
        details["last_heard_after_ms"] = words.sinceClaim.map { .integer(Int64($0)) }
        return JobFailure(
            errorType: "worker.crash",
            message: "worker \(orphan.lostBy) was lost in mid-run",
            stage: words.stage ?? "run",
            details: details
        )
    }

    static func neverStarted(_ losses: Int) -> JobFailure {
        let message = "\(losses) workers in a row were lost before they had started it"
        return JobFailure(errorType: "worker.crash", message: message, stage: "start")
    }

    /// An error that is no ``JobFailure``: its type is told, its text is not, since that may quote the document.
    static func unexpected(_ error: any Error, stage: String) -> JobFailure {
        JobFailure(errorType: internalErrorType, message: "unexpected \(type(of: error))", stage: stage)
    }
}
