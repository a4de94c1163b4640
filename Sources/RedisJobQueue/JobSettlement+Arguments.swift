// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis

extension JobSettlement {
    /// What `settle.lua` wants of it.
    var arguments: [RedisArgument] {
        switch settlement {
        case .finish(let jobID, let result):
            ["finish", .delivery(delivery), .string(jobID), .bytes(result)]
        case .later(let bytes, let delay):
            ["later", .delivery(delivery), .bytes(bytes), .integer(max(delay.milliseconds, 0))]
        case .release:
            ["release", .delivery(delivery)]
        case .bury(let letter, let original, let result):
            [
                "bury", .delivery(delivery), .string(letter.jobID ?? ""), .string(letter.id),
                .string(letter.failure.errorType), .string(letter.fingerprint),
                .bytes(JSONValue.object(letter.json).serialized()), .bytes(original ?? []), .bytes(result),
            ]
        }
    }
}
