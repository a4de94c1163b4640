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

    static func closed(_ command: String, at address: String) -> RedisError {
        RedisError(
            code: .closed,
            message: "\(command) failed because the connection to Redis at \(address) was closed"
        )
    }

    static func overloaded(_ command: String, at address: String) -> RedisError {
        RedisError(
            code: .overloaded,
            message: "\(command) was not sent: too many commands wait for Redis at \(address). Issue fewer at once, "
                + "or raise maximumPending or maximumPendingBytes"
        )
    }

    static func connectionLost(_ command: String, at address: String, cause: String) -> RedisError {
        RedisError(
            code: .connectionLost,
            message: "\(command) was in flight when the connection to Redis at \(address) broke (\(cause)); "
                + "whether it ran is unknown"
        )
    }

    static func unanswered(_ command: String, at address: String) -> RedisError {
        RedisError(
            code: .timedOut,
            message: "\(command) got no reply from Redis at \(address) in time; whether it ran is unknown"
        )
    }

    static func notSent(_ command: String, at address: String, cause: String?) -> RedisError {
        let reason = cause.map { "no connection: \($0)" } ?? "earlier commands took too long"
        return RedisError(
            code: .timedOut,
            message: "\(command) could not be sent to Redis at \(address) in time (\(reason))"
        )
    }

    static func protocolViolation(_ command: String, at address: String, problem: String) -> RedisError {
        RedisError(
            code: .protocolViolation,
            message: "The reply to \(command) from Redis at \(address) cannot be read: \(problem)"
        )
    }

    static func server(_ command: String, at address: String, error: RedisServerError) -> RedisError {
        RedisError(
            code: .server,
            message: "Redis at \(address) refused \(command): \(error)",
            serverError: error
        )
    }
}
