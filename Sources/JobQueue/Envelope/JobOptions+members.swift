// SPDX-License-Identifier: Apache-2.0

import JSON

extension JobOptions {
    /// `options` of an envelope: ``all`` with what the other properties say in place of what it has of theirs.
    var members: JSONObject {
        var members = all
        members["max_attempts"] = maximumAttempts.map { .integer(Int64($0)) }
        members["timeout_ms"] = timeout.map { .integer(Int64($0.milliseconds)) }
        members["deadline_ms"] = deadline.map { .integer(Int64($0.milliseconds)) }
        members["not_before_ms"] = notBefore.map { .integer(Int64($0.milliseconds)) }
        members["trace"] = linksTrace ? "link" : nil
        return members
    }
}
