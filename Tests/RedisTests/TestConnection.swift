// SPDX-License-Identifier: Apache-2.0

import Logging
import TestSupport

@testable import Redis

/// Opens a connection to `server`, after `change` has had its way with the configuration, and closes it afterwards.
func withConnection<Value>(
    to server: RedisServer,
    _ change: (inout RedisConfiguration) -> Void = { _ in },
    _ body: (RedisConnection) async throws -> Value
) async throws -> Value {
    try await withConnection(to: .unixSocket(path: server.socketPath), change, body)
}

/// Opens a connection to `endpoint`, after `change` has had its way with the configuration, and closes it afterwards.
func withConnection<Value>(
    to endpoint: RedisEndpoint,
    _ change: (inout RedisConfiguration) -> Void = { _ in },
    _ body: (RedisConnection) async throws -> Value
) async throws -> Value {
    var configuration = RedisConfiguration(endpoint: endpoint)
    // The machine may be busy with other tests; nothing here depends on a timeout being short unless it sets one.
    configuration.connectTimeout = .seconds(30)
    configuration.commandTimeout = .seconds(60)
    change(&configuration)
    let connection = RedisConnection(configuration: configuration, logger: Logger(label: "test"))
    do {
        let value = try await body(connection)
        await connection.close()
        return value
    } catch {
        await connection.close()
        throw error
    }
}

/// The error that `body` throws, or nil.
func redisError<Value>(_ body: () async throws -> Value) async -> RedisError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? RedisError
    }
}
