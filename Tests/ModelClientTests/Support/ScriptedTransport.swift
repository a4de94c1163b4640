// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Synchronization

/// Answers every request with the same outcome and keeps what it was asked.
final class ScriptedTransport: HTTPTransport {
    private let outcome: Result<HTTPTransportResponse, HTTPTransportError>
    private let recorded = Mutex<[HTTPTransportRequest]>([])

    init(_ outcome: Result<HTTPTransportResponse, HTTPTransportError>) {
        self.outcome = outcome
    }

    convenience init(status: Int = 200, headers: HTTPFields = [:], text: String) {
        self.init(.success(.init(status: .init(code: status), headers: headers, body: Array(text.utf8))))
    }

    var requests: [HTTPTransportRequest] { recorded.withLock { $0 } }

    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
        recorded.withLock { $0.append(request) }
        return try outcome.get()
    }
}
