// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import Synchronization

/// Answers requests with scripted outcomes, the last one again and again, and keeps what it was asked.
final class ScriptedTransport: HTTPTransport {
    typealias Outcome = Result<HTTPTransportResponse, HTTPTransportError>

    private let outcomes: Mutex<[Outcome]>
    private let recorded = Mutex<[HTTPTransportRequest]>([])
    private let pieceBytes: Int

    /// - Parameter pieceBytes: How many bytes at a time a streamed answer is handed over.
    init(_ outcomes: Outcome..., pieceBytes: Int = 7) {
        self.outcomes = Mutex(outcomes)
        self.pieceBytes = pieceBytes
    }

    convenience init(status: Int = 200, headers: HTTPFields = [:], text: String, pieceBytes: Int = 7) {
        self.init(.answer(status, headers, text), pieceBytes: pieceBytes)
    }

    var requests: [HTTPTransportRequest] { recorded.withLock { $0 } }

    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
        recorded.withLock { $0.append(request) }
        let outcome = outcomes.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        var response = try outcome.get()
        guard let sink = request.sink, response.status.kind == .successful else { return response }
        let body = response.body
        response.body = []
        for start in stride(from: 0, to: body.count, by: pieceBytes) {
            let piece = Array(body[start..<min(start + pieceBytes, body.count)])
            guard piece.withUnsafeBytes(sink.receive) else {
                throw HTTPTransportError(code: .stopped, message: "stopped")
            }
        }
        return response
    }
}

extension ScriptedTransport.Outcome {
    static func answer(_ status: Int = 200, _ headers: HTTPFields = [:], _ text: String) -> Self {
        .success(HTTPTransportResponse(status: .init(code: status), headers: headers, body: Array(text.utf8)))
    }

    static func failure(_ code: HTTPTransportError.Code) -> Self {
        .failure(HTTPTransportError(code: code, message: "scripted"))
    }
}

extension HTTPTransportRequest {
    /// The body's bytes, wherever they come from.
    var sentBody: [UInt8]? { bodySource?.bytes ?? body }
}
