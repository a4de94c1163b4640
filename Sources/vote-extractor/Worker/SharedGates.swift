// SPDX-License-Identifier: Apache-2.0

import Logging
import Redis
import RedisModelGates

/// The gates of models, and what their calls cost, in the queue's Redis, on a connection of their own.
struct SharedGates {
    let store: RedisGateStore
    let spending: RedisSpendStore
    private let redis: RedisConnection

    init(_ options: QueueOptions, clientName: String, logger: Logger) throws {
        var configuration = try RedisConfiguration(url: options.redis)
        configuration.clientName = clientName
        // A call waits for its gate: without Redis it is rather made than held up.
        configuration.commandTimeout = .seconds(2)
        redis = RedisConnection(configuration: configuration, logger: logger)
        store = RedisGateStore(redis: redis, logger: logger)
        spending = RedisSpendStore(redis: redis, logger: logger)
    }

    func close() async { await redis.close() }
}
