// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Where a worker may be told to kill itself: the rows of the table of failures.
enum FatalMoment: String, ExpressibleByArgument {
    /// A job has been received but not claimed.
    case received
    /// It has been claimed but not started.
    case claimed
    /// Its handler runs.
    case running
    /// Its result is made but not sent.
    case unsent
    /// Its result is written, but the worker does not get to know.
    case unacknowledged
    /// Another worker's job has been taken over, and nothing done about it.
    case takenOver = "taken-over"
}
