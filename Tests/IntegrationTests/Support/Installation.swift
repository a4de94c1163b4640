// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Logging
import Redis
import RedisJobQueue
import TestSupport
import Testing

/// A Redis of its own with our programs around it, and a folder from which workers may read files.
struct Installation: Sendable {
    let server: RedisServer
    let folder: TemporaryDirectory
    let queue: RedisJobQueue
    let redis: RedisConnection

    /// Runs `body` in a new installation, and ends everything afterwards.
    static func with<Value>(
        keepsData: Bool = false,
        redisRuns: Bool = true,
        _ body: (Installation) async throws -> Value
    ) async throws -> Value {
        let server = try RedisServer.notStarted(RedisServerOptions(keepsData: keepsData))
        if redisRuns { try await server.restart() }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let installation = Installation(
            server: server,
            folder: try TemporaryDirectory(),
            queue: try RedisJobQueue(url: server.url, logger: logger),
            redis: RedisConnection(configuration: try RedisConfiguration(url: server.url), logger: logger)
        )
        let result: Result<Value, any Error>
        do { result = .success(try await body(installation)) } catch { result = .failure(error) }
        await installation.queue.close()
        await installation.redis.close()
        await server.kill()
        return try result.get()
    }

    /// Starts a command on this Redis.
    func start(
        _ command: [String],
        environment: [String: String] = [:],
        input: [UInt8]? = nil,
        inputPath: String? = nil
    ) throws -> Program {
        // No traces unless a test wants them: an agent might be listening on this machine.
        let variables = ["DD_TRACE_ENABLED": "false", "REDIS_URL": server.url]
        let environment = variables.merging(environment) { _, ours in ours }
        return try Program(command, environment: environment, input: input, inputPath: inputPath, folder: folder)
    }

    /// Runs a command on this Redis to its end.
    func run(_ command: String...) async throws -> Finished { try await run(command) }

    /// Runs a command on this Redis to its end.
    func run(
        _ command: [String],
        environment: [String: String] = [:],
        input: [UInt8]? = nil
    ) async throws -> Finished {
        let program = try start(command, environment: environment, input: input)
        let code = try await program.exitCode()
        return Finished(exitCode: code, output: program.output, errors: program.errors)
    }

    /// Starts a worker that asks `model` and reads files of this installation's folder.
    func worker(
        asking model: String,
        _ arguments: String...,
        environment: [String: String] = [:]
    ) throws -> Program {
        try worker(asking: model, arguments: arguments, environment: environment)
    }

    /// Starts a worker that asks `model` and reads files of this installation's folder.
    func worker(
        asking model: String,
        arguments: [String],
        environment: [String: String] = [:]
    ) throws -> Program {
        let common = [
            "worker", "--model", "local-model", "--local-model-url", model, "--file-root", folder.path,
            "--concurrency", "4",
        ]
        return try start(common + arguments, environment: environment)
    }

    /// Starts the real local model and gives it with its URL.
    func localModel(port: Int = 0, _ arguments: String...) async throws -> (program: Program, url: String) {
        let urlFile = "\(folder.path)/model-\(UInt32.random(in: 0...(.max))).url"
        let common = ["local-model", "--port", "\(port)", "--url-file", urlFile, "--language", "eng"]
        let program = try start(common + arguments)
        let url = try await eventually("the local model's URL", of: program) {
            try? String(contentsOfFile: urlFile, encoding: .utf8)
        }
        return (program, url)
    }

    /// Puts bytes onto the jobs list as any producer would.
    func push(_ job: [UInt8]) async throws {
        _ = try await redis.execute(RedisCommand("LPUSH", "{vote-extraction}:jobs", .bytes(job)))
    }

    /// Puts a job onto the jobs list.
    func push(_ job: JSONValue) async throws { try await push(job.serialized()) }

    /// Takes the next result off the results list.
    func nextResult() async throws -> JSONValue {
        let bytes = try #require(try await queue.popResult(timeout: .seconds(60)), "no result within a minute")
        return try JSONValue(parsing: bytes)
    }

    /// How many entries a key of the queue has, by the command that tells.
    func count(_ command: String, _ key: String) async throws -> Int {
        try await redis.execute(RedisCommand(command, .string("{vote-extraction}:\(key)"))).int ?? -1
    }

    /// Every job has been settled: nothing waits, nothing is held by anyone, no answer is left over.
    func expectIdle(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for (command, key) in [
            ("LLEN", "jobs"), ("LLEN", "results"), ("ZCARD", "later"), ("HLEN", "flight"), ("ZCARD", "lease"),
        ] {
            let count = try await count(command, key)
            #expect(count == 0, "\(key)", sourceLocation: sourceLocation)
        }
    }

    /// Writes a file into the folder and gives its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = "\(folder.path)/\(name)"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }
}
