// SPDX-License-Identifier: Apache-2.0

/// What must happen after which failure of a call, as the design has it; written apart from the program's own table.
enum FaultTable {
    enum Ending {
        /// The job is a dead letter.
        case dead
        /// The job runs again, as long as it has attempts left.
        case again
        /// The job runs again, and this run was none of its attempts.
        case againForFree
    }

    struct Row {
        /// Further calls that the same run may make.
        let retries: Int
        let ending: Ending
    }

    static let maximumAttempts = 5
    /// Calls that one run may make: the question and the question with its faults named, each with three retries.
    static let maximumCalls = 8

    static let rows: [String: Row] = [
        "llm.rate_limited": Row(retries: 3, ending: .againForFree),
        "llm.capacity": Row(retries: 3, ending: .againForFree),
        "llm.server": Row(retries: 2, ending: .again),
        "llm.timeout": Row(retries: 1, ending: .again),
        "llm.empty": Row(retries: 1, ending: .again),
        "llm.safety_block": Row(retries: 0, ending: .dead),
        "llm.truncated": Row(retries: 1, ending: .dead),
        "output.malformed": Row(retries: 1, ending: .dead),
        "output.schema": Row(retries: 1, ending: .dead),
    ]
}
