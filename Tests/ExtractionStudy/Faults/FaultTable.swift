// SPDX-License-Identifier: Apache-2.0

/// What must happen after which failure, as the design has it; written apart from the program's own table.
enum FaultTable {
    enum Ending {
        /// The job is a dead letter.
        case dead
        /// The job runs once more.
        case once
        /// The job runs again, as long as it has attempts left.
        case again
        /// The job runs again, and this run was none of its attempts.
        case againForFree
        /// The job is put off, and nothing is counted.
        case waits
        /// The call's numbers contradict each other; the job has a result all the same.
        case result
    }

    struct Row {
        /// Further calls that the same run may make of the same model.
        let retries: Int
        let ending: Ending
        /// Seconds before the next run, at least.
        var pause = 0.0
    }

    static let maximumAttempts = 5
    /// Calls of one model that one run may make: the question and the question with its faults named, each with three
    /// retries.
    static let maximumCalls = 8
    /// Seconds that one run may wait between two calls: patience of the retry, and of the model's gate. The rest is for a
    /// busy machine.
    static let longestPause = 20.0 + 20 + 20

    static let rows: [String: Row] = [
        "input.not_found": Row(retries: 0, ending: .dead),
        "input.forbidden": Row(retries: 0, ending: .once),
        "input.transient": Row(retries: 0, ending: .again),
        "input.too_large": Row(retries: 0, ending: .dead),
        "input.unsupported": Row(retries: 0, ending: .dead),
        "input.corrupt": Row(retries: 0, ending: .dead),
        "input.hash_mismatch": Row(retries: 0, ending: .dead),
        "input.refused": Row(retries: 0, ending: .dead),
        "llm.rate_limited": Row(retries: 3, ending: .againForFree),
        "llm.capacity": Row(retries: 3, ending: .againForFree),
        "llm.quota_exhausted": Row(retries: 0, ending: .waits, pause: 60),
        "llm.server": Row(retries: 2, ending: .again),
        "llm.timeout": Row(retries: 1, ending: .again),
        "llm.auth": Row(retries: 0, ending: .waits, pause: 60),
        "llm.model_not_found": Row(retries: 0, ending: .waits, pause: 60),
        "llm.bad_config": Row(retries: 0, ending: .againForFree, pause: 60),
        "llm.context_window": Row(retries: 0, ending: .dead),
        "llm.safety_block": Row(retries: 0, ending: .dead),
        "llm.refusal": Row(retries: 0, ending: .dead),
        "llm.recitation": Row(retries: 0, ending: .dead),
        "llm.truncated": Row(retries: 1, ending: .dead),
        "llm.empty": Row(retries: 1, ending: .again),
        "llm.incomplete": Row(retries: 2, ending: .again),
        "llm.loop": Row(retries: 1, ending: .dead),
        "output.malformed": Row(retries: 1, ending: .dead),
        "output.schema": Row(retries: 1, ending: .dead),
        "output.domain": Row(retries: 1, ending: .result),
    ]
}
