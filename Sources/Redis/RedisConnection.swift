// SPDX-License-Identifier: Apache-2.0

public import Logging

/// A connection to a Redis server, shared by any number of tasks.
///
/// A thread of its own sends everything that waits in one go and reads the replies in order, so that concurrent
/// callers share round trips. It connects in the background at once and again after every break, with jittered
/// pauses of up to three seconds. Commands submitted meanwhile wait until it is connected or their time ends.
///
/// A server that cannot serve any more, such as a master that has become a replica (`READONLY`, `MASTERDOWN`, `LOADING`,
/// `UNBLOCKED`) or the former owner of a cluster's slot (`MOVED`), is left, and the right one is looked for anew. What it
/// refused that way it has not run, so that is sent again there, as long as its time allows. `ASK` is followed for the
/// one command. The keys of all commands on one connection should share a hash tag: a cluster's node knows one slot of
/// many.
///
/// A command that blocks on the server (`BLMOVE`) holds up all commands behind it: give it a connection of its own
/// and a timeout longer than the blocking time, and end it kindly with ``unblock(_:)``.
public final class RedisConnection: Sendable {
    /// What the connection was created with.
    public let configuration: RedisConfiguration

    let locator: ServerLocator
    private let inbox: RequestInbox

    /// Starts a connection; returns at once, without waiting for the server.
    public convenience init(configuration: RedisConfiguration, logger: Logger) {
        let locator = ServerLocator(endpoints: configuration.endpoints)
        self.init(configuration: configuration, locator: locator, logger: logger)
    }

    /// Starts a connection with the configuration of another one, to the same server: when one of them has to leave it,
    /// as after a failover, so does the other.
    public convenience init(alongside other: RedisConnection, logger: Logger) {
        self.init(configuration: other.configuration, locator: other.locator, logger: logger)
    }

    private init(configuration: RedisConfiguration, locator: ServerLocator, logger: Logger) {
        self.configuration = configuration
        self.locator = locator
        inbox = RequestInbox(configuration: configuration)
        let inbox = inbox
        let hasStarted = ConnectionThread.start {
            ConnectionLoop(configuration: configuration, locator: locator, inbox: inbox, logger: logger).run()
        }
        guard !hasStarted else { return }
        logger.error("no thread for a Redis connection", metadata: [LogKey.endpoint: "\(configuration.address)"])
        inbox.close()
        inbox.markEnded()
    }

    deinit {
        inbox.close()
    }

    /// The server's number for this client, or nil while not connected; changes with every connect.
    public var clientID: Int? { inbox.clientID }

    /// Whether the server is a node of a cluster; false until that is known.
    public var isCluster: Bool { inbox.isCluster }

    /// Sends a command and returns its reply.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - idempotent: Whether running it twice does no harm. If so, it is sent again (at most three times) when the
    ///     connection breaks while it is in flight; otherwise it then fails with `connectionLost`.
    ///   - timeout: The time until the reply, waiting for a connection included; the configuration's when nil.
    ///     A command that ends this way in flight costs the connection.
    ///
    /// A cancelled task resumes at once with `cancelled`. A command sent already then still runs, and one that blocks
    /// goes on blocking the connection: prefer ``unblock(_:)`` for these.
    /// - Throws: An error reply of the server is thrown with the code `server`.
    public func execute(
        _ command: RedisCommand,
        idempotent: Bool = false,
        timeout: Duration? = nil
    ) async throws(RedisError) -> RESPValue {
        let reply = try await submit([command], idempotent: idempotent, timeout: timeout)[0]
        guard case .error(let error) = reply else { return reply }
        throw .server(command.name, at: configuration.address, error: error)
    }

    /// Sends several commands in one go and returns their replies in order.
    ///
    /// It is no transaction: commands of other tasks run before and after, not in between, but some may have run when
    /// it fails. Error replies stay values. All commands share one timeout, the configuration's.
    public func pipeline(
        _ commands: [RedisCommand],
        idempotent: Bool = false
    ) async throws(RedisError) -> [RESPValue] {
        guard !commands.isEmpty else { return [] }
        return try await submit(commands, idempotent: idempotent, timeout: nil)
    }

    /// Ends the connection and its thread; everything waiting or in flight fails with `closed`.
    ///
    /// Returns once the thread has ended, which a host name lookup under way can hold up.
    public func close() async {
        inbox.close()
        await inbox.waitUntilEnded()
    }

    private func submit(
        _ commands: [RedisCommand],
        idempotent: Bool,
        timeout: Duration?
    ) async throws(RedisError) -> [RESPValue] {
        let request = PendingRequest(
            commands: commands,
            isIdempotent: idempotent,
            timeout: min(timeout ?? configuration.commandTimeout, Self.longestTimeout),
            sendingTime: configuration.commandTimeout
        )
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard request.arm(continuation) else { return }
                inbox.submit(request)
            }
        } onCancel: {
            request.complete(.failure(.cancelled(request.name)))
        }
        return try outcome.get()
    }

    private static let longestTimeout = Duration.seconds(365 * 86_400)
}
