// SPDX-License-Identifier: Apache-2.0

extension RedisError {
    static func invalidURL(_ problem: String) -> RedisError {
        RedisError(
            code: .invalidURL,
            message: "The Redis URL cannot be used: \(problem). Write redis://[user:password@]host[:port][/db] "
                + "or unix:///path[?db=n]"
        )
    }

    static func cancelled(_ command: String) -> RedisError {
        RedisError(code: .cancelled, message: "\(command) was cancelled; the server may have run it")
    }

    static func closed(_ command: String, at endpoint: RedisEndpoint) -> RedisError {
        RedisError(
            code: .closed,
            message: "\(command) failed because the connection to Redis at \(endpoint) was closed"
        )
    }

    static func overloaded(_ command: String, at endpoint: RedisEndpoint) -> RedisError {
        RedisError(
            code: .overloaded,
            message: "\(command) was not sent: too many commands wait for Redis at \(endpoint). Issue fewer at once, "
                + "or raise maximumPending or maximumPendingBytes"
        )
    }

    static func connectionLost(_ command: String, at endpoint: RedisEndpoint, cause: String) -> RedisError {
        RedisError(
            code: .connectionLost,
            message: "\(command) was in flight when the connection to Redis at \(endpoint) broke (\(cause)); "
                + "whether it ran is unknown"
        )
    }

    static func unanswered(_ command: String, at endpoint: RedisEndpoint) -> RedisError {
        RedisError(
            code: .timedOut,
            message: "\(command) got no reply from Redis at \(endpoint) in time; whether it ran is unknown"
        )
    }

    static func notSent(_ command: String, at endpoint: RedisEndpoint, cause: String?) -> RedisError {
        let reason = cause.map { "no connection: \($0)" } ?? "earlier commands took too long"
        return RedisError(
            code: .timedOut,
            message: "\(command) could not be sent to Redis at \(endpoint) in time (\(reason))"
        )
    }

    static func protocolViolation(_ command: String, at endpoint: RedisEndpoint, problem: String) -> RedisError {
        RedisError(
            code: .protocolViolation,
            message: "The reply to \(command) from Redis at \(endpoint) cannot be read: \(problem)"
        )
    }

    static func server(_ command: String, at endpoint: RedisEndpoint, error: RedisServerError) -> RedisError {
        RedisError(
            code: .server,
            message: "Redis at \(endpoint) refused \(command): \(error)",
            serverError: error
        )
    }
}
