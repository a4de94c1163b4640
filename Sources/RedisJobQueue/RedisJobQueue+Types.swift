// SPDX-License-Identifier: Apache-2.0

import JobQueue
import Redis

extension RedisJobQueue {
    /// The queue's keys that hold something else than the queue put there, and what.
    func keysOfAnotherType() async throws(JobQueueError) -> [(key: String, type: String)] {
        let expected = keys.types
        let replies = try await ask(expected.map { RedisCommand("TYPE", .string($0.key)) })
        return zip(expected, replies).compactMap { expected, reply in
            guard let found = reply.string, found != expected.type, found != "none" else { return nil }
            return (expected.key, found)
        }
    }

    /// The error, which names the keys at fault if a key was of the wrong type: Redis does not.
    func explained(_ error: RedisError) async -> JobQueueError {
        let plain = JobQueueError(error)
        guard error.serverError?.prefix == .wrongType else { return plain }
        // Who may not look is told of the doctor only.
        let foreign = (try? await keysOfAnotherType()) ?? []
        let names = foreign.map { "\($0.key) is a \($0.type)" }.joined(separator: ", ")
        let advice = names.isEmpty ? "the doctor says which of the queue's keys" : "\(names), which is not the queue's"
        return JobQueueError(plain.code, "\(plain.message): \(advice)", underlying: error)
    }
}

extension QueueKeys {
    /// The keys whose names are fixed, and what Redis calls what they hold.
    var types: [(key: String, type: String)] {
        let dead = deadLetters
        let types: [(String, [RedisArgument])] = [
            ("list", [jobs, results]), ("string", [seq]),
            ("hash", [flight, laterBytes, workersInfo, control, dead[1], dead[2], dead[3], dead[7]]),
            (
                "zset",
                [lease, later, laterBegun, done, cancel, workers, workersLeft, dead[0], dead[4], dead[5], dead[6]]
            ),
        ]
        return types.flatMap { type, names in
            names.compactMap { name in
                guard case .string(let key) = name else { return nil }
                return (key, type)
            }
        }
    }
}
