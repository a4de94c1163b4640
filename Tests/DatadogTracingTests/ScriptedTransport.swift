// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Synchronization

/// A transport that answers from a script, and with 200 when that is at its end.
final class ScriptedTransport: HTTPTransport {
    enum Answer: Sendable {
        case status(Int, String = "")
        case failure(HTTPTransportError.Code)
        /// Hangs until the request is cancelled.
        case hang
    }

    private let script: Mutex<[Answer]>
    private let last: Answer
    private let sent = Mutex<[HTTPTransportRequest]>([])

    init(_ script: [Answer] = [], then last: Answer = .status(200, "{}")) {
        self.script = Mutex(script)
        self.last = last
    }

    var requests: [HTTPTransportRequest] { sent.withLock { $0 } }

    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
        sent.withLock { $0.append(request) }
        let answer = script.withLock { $0.isEmpty ? last : $0.removeFirst() }
        switch answer {
        case .status(let code, let body):
            return HTTPTransportResponse(status: HTTPResponse.Status(code: code), body: Array(body.utf8))
        case .failure(let code):
            throw HTTPTransportError(code: code, message: "scripted")
        case .hang:
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
            throw HTTPTransportError(code: .cancelled, message: "scripted")
        }
    }
}
