// SPDX-License-Identifier: Apache-2.0

import Redis
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed"))
struct BlockingTests {
    private static let pop = RedisCommand("BLMOVE", "from", "to", "LEFT", "RIGHT", 0)

    @Test func unblock() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { popper in
                try await withConnection(to: server) { other in
                    async let popped = popper.execute(Self.pop)
                    try await Self.waitUntilBlocked(1, server)
                    let id = popper.clientID
                    try await #expect(other.unblock(popper))
                    try await #expect(popped.isNull)
                    try await #expect(other.unblock(popper) == false)
                    // The connection lives on.
                    try await #expect(popper.execute(RedisCommand("CLIENT", "ID")).int == id)
                }
            }
        }
    }

    @Test func unblockBeforeConnected() async throws {
        let absent = try RedisServer.notStarted()
        try await withRedisServer { server in
            try await withConnection(to: absent) { popper in
                try await withConnection(to: server) { other in
                    try await #expect(other.unblock(popper) == false)
                }
            }
        }
    }

    @Test func cancel() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { popper in
                let task = Task { await redisError { try await popper.execute(Self.pop) } }
                try await Self.waitUntilBlocked(1, server)
                task.cancel()
                #expect(await task.value?.code == .cancelled)
                // The reply to the cancelled pop comes now, and must not be taken for the one to the next command.
                async let echoed = popper.execute(RedisCommand("ECHO", "own"))
                try await withConnection(to: server) { other in
                    _ = try await other.execute(RedisCommand("RPUSH", "from", "element"))
                }
                try await #expect(echoed.string == "own")
            }
        }
    }

    @Test func cancelledBeforeItBegins() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                let codes = await withTaskGroup(of: RedisError.Code?.self) { group in
                    group.cancelAll()
                    for _ in 0..<20 {
                        group.addTask {
                            await redisError {
                                try await redis.execute(RedisCommand("INCR", "n"))
                            }?.code
                        }
                    }
                    return await group.reduce(into: [RedisError.Code?]()) { $0.append($1) }
                }
                #expect(codes == Array(repeating: .cancelled, count: 20))
                try await #expect(redis.execute(RedisCommand("EXISTS", "n")).int == 0)
            }
        }
    }

    @Test func cancelWhileDisconnected() async throws {
        let server = try RedisServer.notStarted()
        try await withConnection(to: server) { redis in
            let task = Task {
                await redisError { try await redis.execute(RedisCommand("PING")) }
            }
            await Task.yield()
            task.cancel()
            #expect(await task.value?.code == .cancelled)
        }
    }

    @Test func cancellationInTheMidstOfTraffic() async throws {
        try await withRedisServer { server in
            try await withConnection(to: server) { redis in
                let isRight = await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<500 {
                        group.addTask { await Self.echo(number, on: redis, cancelling: number.isMultiple(of: 3)) }
                    }
                    return await group.allSatisfy { $0 }
                }
                #expect(isRight)
            }
        }
    }

    private static func echo(_ number: Int, on redis: RedisConnection, cancelling: Bool) async -> Bool {
        let task = Task { try await redis.execute(RedisCommand("ECHO", .integer(number))).int }
        if cancelling { task.cancel() }
        do {
            return try await task.value == number
        } catch {
            return cancelling && (error as? RedisError)?.code == .cancelled
        }
    }

    static func waitUntilBlocked(_ count: Int, _ server: RedisServer) async throws {
        try await withConnection(to: server) { other in
            try await eventually("\(count) clients to be blocked") {
                let clients = try await other.execute(RedisCommand("INFO", "clients")).string
                return clients?.contains("blocked_clients:\(count)\r\n") == true
            }
        }
    }
}
