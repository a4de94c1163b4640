// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The real program around a study: a local model, and a worker that asks it.
enum StudyProcesses {
    /// `vote-extractor` beside this program.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "vote-extractor").path

    /// Runs the body while a worker serves the queue, and ends both processes afterwards.
    static func with<Value>(
        program: String = program,
        server: RedisServer,
        folder: TemporaryDirectory,
        model: [String],
        worker: [String],
        environment: (_ modelURL: String) -> [String: String] = { _ in [:] },
        _ body: (ChildProcess) async throws -> Value
    ) async throws -> Value {
        let common = ["local-model", "--port", "0", "--url-file", folder.path + "/url", "--language", "eng"]
        let model = try start(program, common + model, folder, server)
        let result: Result<Value, any Error>
        do {
            let url = try await url(of: model, in: folder)
            let asking = ["worker", "--model", "local-model", "--local-model-url", url, "--file-root", folder.path]
            let worker = try start(program, asking + worker, folder, server, environment(url))
            do { result = .success(try await body(worker)) } catch { result = .failure(error) }
            await end(worker)
        } catch {
            await end(model)
            throw error
        }
        await end(model)
        return try result.get()
    }

    /// What the worker has said so far.
    static func log(in folder: TemporaryDirectory) -> String {
        (try? String(contentsOfFile: folder.path + "/worker.log", encoding: .utf8)) ?? ""
    }

    private static func end(_ process: ChildProcess) async {
        process.send(SIGTERM)
        await process.waitUntilEnded()
    }

    private static func start(
        _ program: String,
        _ arguments: [String],
        _ folder: TemporaryDirectory,
        _ server: RedisServer,
        _ additional: [String: String] = [:]
    ) throws -> ChildProcess {
        let standard = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
            "REDIS_URL": server.url, "DD_TRACE_ENABLED": "false", "LOG_LEVEL": "error",
        ]
        let environment = standard.merging(additional) { _, ours in ours }
        return try ChildProcess(
            program,
            arguments: arguments,
            environment: environment,
            outputPath: "\(folder.path)/\(arguments[0]).log"
        )
    }

    private static func url(of model: ChildProcess, in folder: TemporaryDirectory) async throws -> String {
        try await eventually("the local model's URL", of: model) {
            try? String(contentsOfFile: folder.path + "/url", encoding: .utf8)
        }
    }
}
