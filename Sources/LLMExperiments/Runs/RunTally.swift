// SPDX-License-Identifier: Apache-2.0

/// Counts the records of a run as they are done, and says when too many have failed.
struct RunTally {
    private let options: RunOptions
    private let total: Int
    private var done: Int
    private var failed = 0

    /// - Parameter done: how many an earlier run has finished.
    init(total: Int, done: Int, _ options: RunOptions) {
        (self.total, self.done, self.options) = (total, done, options)
        if done > 0 { tell() }
    }

    /// Counts a result; gives what ends the run, if anything does.
    mutating func add(_ result: RecordResult) -> ExperimentError? {
        done += 1
        if result.error != nil { failed += 1 }
        tell()
        if let error = result.error, options.raisesErrors {
            return ExperimentError(
                .recordFailed,
                "The record \(result.recordID) failed: \(error.type): \(error.message)"
            )
        }
        guard Double(failed) > options.maximumErrorShare * Double(total) else { return nil }
        return ExperimentError(
            .tooManyErrors,
            "\(failed) of \(done) records so far have failed, more than the run tolerates; the last one with "
                + "\(result.error?.type ?? ""): \(result.error?.message ?? "")"
        )
    }

    private func tell() {
        options.onProgress?(RunProgress(done: done, total: total, failed: failed))
    }
}
