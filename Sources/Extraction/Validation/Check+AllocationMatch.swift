// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// Allocated ballots are used or left.
    static let allocationMatch = Check("allocation_match", .ballots) { subject in
        BallotSum(
            whole: ("ballot_statistics.ballots_allocated", subject.ballots.ballotsAllocated),
            parts: [
                ("ballot_statistics.ballots_used", subject.ballots.ballotsUsed),
                ("ballot_statistics.ballots_remaining", subject.ballots.ballotsRemaining),
            ]
        ).outcome
    }
}
