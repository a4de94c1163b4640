// SPDX-License-Identifier: Apache-2.0

extension RedisConnection {
    /// Runs a script and returns its reply.
    ///
    /// The script goes over the wire once; then only its digest does, until the server says it does not know it
    /// (after a restart or `SCRIPT FLUSH`), in which case it has not run and is loaded again.
    ///
    /// - Parameters:
    ///   - script: The script.
    ///   - keys: The script's `KEYS`.
    ///   - arguments: The script's `ARGV`.
    ///   - idempotent: As for ``execute(_:idempotent:timeout:)``.
    public func evaluate(
        _ script: RedisScript,
        keys: [RedisArgument],
        arguments: [RedisArgument],
        idempotent: Bool = false
    ) async throws(RedisError) -> RESPValue {
        var loadsLeft = 3
        while true {
            let digest: String
            if let known = script.digest {
                digest = known
            } else {
                digest = try await load(script)
                loadsLeft -= 1
            }
            let command = RedisCommand("EVALSHA", joining: [[.string(digest), .integer(keys.count)], keys, arguments])
            do {
                return try await execute(command, idempotent: idempotent)
            } catch {
                guard error.serverError?.prefix == .noScript, loadsLeft > 0 else { throw error }
                script.digest = nil
            }
        }
    }

    private func load(_ script: RedisScript) async throws(RedisError) -> String {
        let reply = try await execute(RedisCommand("SCRIPT", "LOAD", .string(script.source)), idempotent: true)
        guard let digest = reply.string, digest.utf8.count == 40 else {
            throw .protocolViolation("SCRIPT LOAD", at: configuration.address, problem: "no digest")
        }
        script.digest = digest
        return digest
    }
}
