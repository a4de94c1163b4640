// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A real `redis-server` for tests, on a Unix socket in a folder of its own.
///
/// Ended by its process id when the last reference goes; ``withRedisServer(_:_:)`` is the tidier way.
public final class RedisServer: Sendable {
    /// Whether `redis-server` is found in `PATH`; for `.enabled(if:)`.
    public static let isInstalled = Executable.path(of: "redis-server") != nil

    /// Whether that was built with TLS; for `.enabled(if:)`.
    public static let speaksTLS = knows("SSL_CTX_new")

    /// Whether a word stands in that program, such as the name of a setting that older ones do not have.
    public static func knows(_ word: String) -> Bool {
        guard let path = Executable.path(of: "redis-server"),
            let program = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        else { return false }
        return program.firstRange(of: Data(word.utf8)) != nil
    }

    /// The Unix socket the server listens on.
    public let socketPath: String

    /// The loopback port, when the options asked for one.
    public let port: Int?

    private let options: RedisServerOptions
    private let directory: TemporaryDirectory
    private let process = Mutex<ChildProcess?>(nil)

    private init(options: RedisServerOptions) throws {
        directory = try TemporaryDirectory()
        socketPath = directory.path + "/redis.sock"
        port = options.listensOnTCP ? try LoopbackPort.unused(besides: options.isClusterNode ? [10_000] : []) : nil
        self.options = options
    }

    /// Starts a server and returns once it answers.
    public static func start(_ options: RedisServerOptions = RedisServerOptions()) async throws -> RedisServer {
        try await LoopbackPort.retrying {
            let server = try RedisServer(options: options)
            try await server.restart()
            return server
        }
    }

    /// Prepares a server that does not run until ``restart()``; its socket path and port are known already.
    public static func notStarted(_ options: RedisServerOptions = RedisServerOptions()) throws -> RedisServer {
        try RedisServer(options: options)
    }

    /// The address of the Unix socket, as `unix://` URL without the password.
    public var url: String { "unix://\(socketPath)" }

    /// The TCP address, as `redis://` URL without the password.
    public var tcpURL: String? { port.map { "redis://127.0.0.1:\($0)" } }

    /// Starts the server again in the same folder and returns once it answers.
    public func restart() async throws {
        await kill()
        try writeConfiguration()
        let child = try ChildProcess(
            "redis-server",
            arguments: arguments,
            outputPath: directory.path + "/redis.log"
        )
        process.withLock { $0 = child }
        try await waitUntilReady(child)
    }

    /// Ends the server as `kill -9` does and returns once it is gone.
    public func kill() async {
        await end(with: SIGKILL)
    }

    /// Asks the server to end in good order and returns once it is gone.
    public func stop() async {
        await end(with: SIGTERM)
    }

    /// Sends one line on a connection of its own and returns the beginning of the answer: for what is no server of data,
    /// such as a Sentinel.
    public func exchange(_ line: String) throws -> String { try UnixSocket(path: socketPath).exchange(line + "\r\n") }

    /// Stops the process without ending it: connections stay open and nothing is answered until ``resume()``.
    public func suspend() {
        process.withLock { $0 }?.send(SIGSTOP)
    }

    /// Lets a suspended server go on.
    public func resume() {
        process.withLock { $0 }?.send(SIGCONT)
    }

    private func end(with signal: Int32) async {
        guard let child = process.withLock({ $0.take() }) else { return }
        child.send(signal)
        child.send(SIGCONT)
        await child.waitUntilEnded()
    }

    private var arguments: [String] {
        var arguments = options.configuration.isEmpty ? [] : [configurationPath]
        arguments += ["--port", "\(port ?? 0)", "--bind", "127.0.0.1", "--unixsocket", socketPath]
        arguments += ["--dir", directory.path, "--save", "", "--daemonize", "no", "--loglevel", "notice"]
        arguments += options.keepsData ? ["--appendonly", "yes", "--appendfsync", "always"] : ["--appendonly", "no"]
        if options.isClusterNode { arguments += ["--cluster-enabled", "yes"] }
        if let password = options.password { arguments += ["--requirepass", password] }
        return arguments + options.arguments
    }

    private var configurationPath: String { directory.path + "/redis.conf" }

    /// Only once: what the server has written into it stays.
    private func writeConfiguration() throws {
        guard !options.configuration.isEmpty, access(configurationPath, F_OK) != 0 else { return }
        let text = options.configuration.joined(separator: "\n") + "\n"
        try text.write(toFile: configurationPath, atomically: true, encoding: .utf8)
    }

    private func waitUntilReady(_ child: ChildProcess) async throws {
        try await eventually("redis-server to answer", of: child, log: log) { isAnswering }
    }

    private var isAnswering: Bool {
        guard let socket = try? UnixSocket(path: socketPath) else { return false }
        let answer = socket.exchange("PING\r\n")
        return answer.hasPrefix("+PONG") || answer.hasPrefix("-NOAUTH")
    }

    private var log: String {
        (try? String(contentsOfFile: directory.path + "/redis.log", encoding: .utf8)) ?? ""
    }
}

/// Runs `body` with a server of its own and ends the server afterwards, whatever happens.
public func withRedisServer<Value>(
    _ options: RedisServerOptions = RedisServerOptions(),
    _ body: (RedisServer) async throws -> Value
) async throws -> Value {
    let server = try await RedisServer.start(options)
    do {
        let value = try await body(server)
        await server.kill()
        return value
    } catch {
        await server.kill()
        throw error
    }
}
