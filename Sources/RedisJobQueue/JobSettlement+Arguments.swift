// SPDX-License-Identifier: Apache-2.0

import JSON
import JobQueue
import Redis

extension JobSettlement {
    /// The id of the job that it ends, '' if it names none.
    var namedJob: RedisArgument {
        switch settlement {
        case .finish(let jobID, _): .string(jobID)
        case .bury(let letter, _, _): .string(letter.jobID ?? "")
        case .later, .release: ""
        }
    }

    /// Appends the word on it, with what `settle.lua` wants besides.
    func appendWord(to arguments: inout [RedisArgument]) {
        switch settlement {
        case .finish(_, let result):
            arguments.append("finish")
            arguments.append(.bytes(result))
        case .later(let bytes, let delay):
            arguments += ["later", .bytes(bytes), .integer(max(delay.milliseconds, 0))]
        case .release:
            arguments.append("release")
        case .bury(let letter, let original, let result):
            let record = letter.json
            arguments += ["bury", .bytes(result), .string(letter.id)]
            arguments += DeadLetterFacets(record).arguments
            arguments += [.bytes(JSONValue.object(record).serialized()), .bytes(original ?? [])]
        }
    }

    /// The bytes that become a dead letter's job, where they are named.
    var buriedOriginal: [UInt8]? {
        guard case .bury(_, let original, _) = settlement else { return nil }
        return original
    }
}
