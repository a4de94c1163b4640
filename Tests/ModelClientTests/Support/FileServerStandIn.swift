// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization
import TestSupport

/// Gemini's Files API and one model on loopback, with the faults that a test asks for.
final class FileServerStandIn: Sendable {
    /// What goes wrong.
    struct Faults: Sendable {
        /// How many uploads break off.
        var brokenUploads = 0
        /// How often a file is still being processed when asked after.
        var pollsUntilActive = 0
        var processingFails = false
        var generateStatus = 200
        var deleteStatus = 200
    }

    private struct State {
        var faults: Faults
        var files = 0
        var events: [String] = []
        var uploads: [[UInt8]] = []
    }

    private let state: Mutex<State>
    private let base = Mutex("")

    init(_ faults: Faults = Faults()) {
        state = Mutex(State(faults: faults))
    }

    /// What happened, in order.
    var events: [String] { state.withLock { $0.events } }
    /// The files that arrived whole.
    var uploads: [[UInt8]] { state.withLock { $0.uploads } }

    func start() throws -> LoopbackHTTPServer {
        let server = try LoopbackHTTPServer { [self] request in state.withLock { answer(request, &$0) } }
        base.withLock { $0 = server.url }
        return server
    }

    /// Takes every upload at once.
    static let plain: LoopbackHTTPServer.Handler = { request in
        guard request.path.hasPrefix("/upload/") else {
            return ScriptedHTTPResponse(
                headers: [("X-Goog-Upload-Status", "final")],
                text: file(1, "ACTIVE", wrapped: true)
            )
        }
        let host = request.header("host") ?? ""
        return ScriptedHTTPResponse(headers: [("X-Goog-Upload-URL", "http://\(host)/session")], text: "{}")
    }

    private func answer(_ request: RecordedHTTPRequest, _ state: inout State) -> ScriptedHTTPResponse {
        switch (request.method, request.path) {
        case ("POST", "/upload/v1beta/files"):
            state.events.append("start")
            return ScriptedHTTPResponse(headers: [("X-Goog-Upload-URL", base.withLock { $0 } + "/session")], text: "{}")
        case ("POST", "/session"):
            return upload(request, &state)
        case ("GET", _):
            state.events.append("poll")
            state.faults.pollsUntilActive -= 1
            return ScriptedHTTPResponse(text: Self.file(state.files, fileState(state.faults), wrapped: false))
        case ("DELETE", _):
            state.events.append("delete \(request.path.split(separator: "/").last ?? "")")
            return ScriptedHTTPResponse(status: state.faults.deleteStatus, text: "{}")
        default:
            state.events.append("generate")
            return ScriptedHTTPResponse(
                status: state.faults.generateStatus,
                text: #"{"candidates":[{"content":{"parts":[{"text":"[]"}]},"finishReason":"STOP"}]}"#
            )
        }
    }

    private func upload(_ request: RecordedHTTPRequest, _ state: inout State) -> ScriptedHTTPResponse {
        let offset = Int(request.header("X-Goog-Upload-Offset") ?? "") ?? -1
        guard offset == 0 else { return ScriptedHTTPResponse(status: 400, text: "{}") }
        state.events.append("upload \(offset)")
        if state.faults.brokenUploads > 0 {
            state.faults.brokenUploads -= 1
            return ScriptedHTTPResponse(status: 503, text: "{}")
        }
        state.uploads.append(request.body)
        state.files += 1
        return ScriptedHTTPResponse(
            headers: [("X-Goog-Upload-Status", "final")],
            text: Self.file(state.files, fileState(state.faults), wrapped: true)
        )
    }

    private func fileState(_ faults: Faults) -> String {
        guard faults.pollsUntilActive <= 0 else { return "PROCESSING" }
        return faults.processingFails ? "FAILED" : "ACTIVE"
    }

    private static func file(_ number: Int, _ state: String, wrapped: Bool) -> String {
        let file: JSONValue = [
            "name": "files/f\(number)", "uri": "https://files.example/f\(number)", "state": .string(state),
        ]
        return (wrapped ? ["file": file] : file).text
    }
}
