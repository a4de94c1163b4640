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

    /// What `settle.lua` calls it.
    enum Word: String {
        case finish, later, release, bury
    }

    var word: Word {
        switch settlement {
        case .finish: .finish
        case .later: .later
        case .release: .release
        case .bury: .bury
        }
    }

    /// Appends what its word asks for.
    func appendDetails(to arguments: inout [RedisArgument]) {
        switch settlement {
        case .finish(_, let result):
            arguments.append(.bytes(result))
        case .later(let bytes, let delay):
            arguments += [.bytes(bytes), .integer(max(delay.milliseconds, 0))]
        case .release:
            break
        case .bury(let letter, let original, let result):
            let record = letter.json
            arguments += [.bytes(result), .string(letter.id)]
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

extension [JobSettlement] {
    /// Appends what `settle.lua` wants of them: columns of numbers and job ids, then rows of the same word.
    ///
    /// By their places, since a settlement taken out of the list is copied.
    func append(to arguments: inout [RedisArgument]) {
        arguments.reserveCapacity(arguments.count + 3 * count + 3)
        arguments.append(.integer(count))
        for place in indices { arguments.append(.delivery(self[place].delivery)) }
        for place in indices { arguments.append(self[place].namedJob) }
        var start = startIndex
        while start < endIndex {
            let word = self[start].word
            let end = self[start...].firstIndex { $0.word != word } ?? endIndex
            arguments += [.string(word.rawValue), .integer(end - start)]
            for place in start..<end { self[place].appendDetails(to: &arguments) }
            start = end
        }
    }
}
