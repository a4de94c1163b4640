// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Datadog's own checking agent, with all its trace checks switched on; listens on TCP and on a Unix socket.
///
/// It comes from `scripts/requirements-test.txt` in the package's `.build-venv`.
public final class DatadogTestAgent: Sendable {
    /// Whether the virtual environment with the agent is there.
    public static let isInstalled = access(program, X_OK) == 0
    /// What tests say when it is not.
    public static let hint: String = "needs .build-venv made from scripts/requirements-test.txt"

    private static let program = PackageRoot.path + "/.build-venv/bin/ddapm-test-agent"

    /// `http://127.0.0.1:port`.
    public let url: String
    /// The Unix socket on which it listens, too.
    public let socketPath: String

    private let port: Int
    private let directory: TemporaryDirectory
    private let process: ChildProcess

    private init() throws {
        directory = try TemporaryDirectory()
        socketPath = directory.path + "/apm.sock"
        port = try LoopbackPort.unused()
        url = "http://127.0.0.1:\(port)"
        process = try ChildProcess(
            "env",
            arguments: ["-i"] + Self.environment(directory.path) + [Self.program] + Self.arguments(port, socketPath),
            outputPath: directory.path + "/agent.log"
        )
    }

    /// Starts an agent and waits until it answers.
    public static func start() async throws -> DatadogTestAgent {
        try await LoopbackPort.retrying {
            let agent = try DatadogTestAgent()
            try await agent.waitUntilReady()
            return agent
        }
    }

    /// Ends it.
    public func stop() async {
        process.send(SIGKILL)
        await process.waitUntilEnded()
    }

    /// What it wrote.
    private var log: String {
        (try? String(contentsOfFile: directory.path + "/agent.log", encoding: .utf8)) ?? ""
    }

    // A clean environment: an agent address in it would make the test agent forward what it gets.
    private static func environment(_ directory: String) -> [String] {
        let checks = "trace_count_header,meta_tracer_version_header,trace_content_length,trace_stall"
        return [
            "PATH=/usr/bin:/bin", "HOME=\(directory)", "SNAPSHOT_DIR=\(directory)", "DD_POOL_TRACE_CHECK_FAILURES=true",
            "ENABLED_CHECKS=\(checks),meta_events_is_valid_json,trace_peer_service,trace_dd_service",
        ]
    }

    private static func arguments(_ port: Int, _ socketPath: String) throws -> [String] {
        [
            "--port", "\(port)", "--otlp-http-port", "\(try LoopbackPort.unused())",
            "--otlp-grpc-port", "\(try LoopbackPort.unused())", "--trace-uds-socket", socketPath,
            "--disable-llmobs-data-forwarding",
        ]
    }

    private func waitUntilReady() async throws {
        try await eventually("the test agent to listen", of: process, log: log) { isListening }
    }

    private var isListening: Bool {
        (try? UnixSocket(path: socketPath)) != nil && LoopbackPort.isOpen(port)
    }
}

/// Runs `body` with an agent of its own; what failed one of its checks is an error.
public func withDatadogTestAgent<Value>(_ body: (DatadogTestAgent) async throws -> Value) async throws -> Value {
    let agent = try await DatadogTestAgent.start()
    do {
        let value = try await body(agent)
        let failed = try await agent.failedChecks()
        guard failed.isEmpty else { throw TestSupportError("the agent's checks failed: \(failed)") }
        await agent.stop()
        return value
    } catch {
        await agent.stop()
        throw error
    }
}
