// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis

extension JobSettlement {
    /// Appends what `settle.lua` wants of it.
    func append(to arguments: inout [RedisArgument]) {
        switch settlement {
        case .finish(let jobID, let result):
            arguments.append("finish")
            arguments.append(.delivery(delivery))
            arguments.append(.string(jobID))
            arguments.append(.bytes(result))
        case .later(let bytes, let delay):
            arguments += ["later", .delivery(delivery), .bytes(bytes), .integer(max(delay.milliseconds, 0))]
        case .release:
            arguments += ["release", .delivery(delivery)]
        case .bury(let letter, let original, let result):
            let record = letter.json
            arguments += ["bury", .delivery(delivery), .string(letter.jobID ?? ""), .string(letter.id)]
            arguments += DeadLetterFacets(record).arguments
            arguments += [.bytes(JSONValue.object(record).serialized()), .bytes(original ?? []), .bytes(result)]
        }
    }

    /// The bytes that become a dead letter's job, where they are named.
    var buriedOriginal: [UInt8]? {
        guard case .bury(_, let original, _) = settlement else { return nil }
        return original
    }
}
