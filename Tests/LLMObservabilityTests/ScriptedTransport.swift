// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON
import Synchronization

/// A way out that fails as told, then takes everything.
final class ScriptedTransport: HTTPTransport {
    enum Failure: Sendable {
        /// Nobody takes the connection.
        case unreachable
        /// An answer that is no acceptance.
        case status(Int)
    }

    private let failures: Mutex<[Failure]>
    private let accepted = Mutex<[[UInt8]]>([])

    init(_ failures: [Failure]) { self.failures = Mutex(failures) }

    /// The names of spans that were taken, in their order.
    var acceptedNames: [String] {
        accepted.withLock { $0 }.flatMap { body in
            ((try? JSONValue(parsing: body))?.arrayValue ?? [])
                .compactMap { $0["spans"]?[0]?["name"]?.stringValue }
        }
    }

    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
        switch failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
        case .unreachable: throw HTTPTransportError(code: .connectionFailed, message: "nobody is there")
        case .status(let status): return HTTPTransportResponse(status: .init(code: status))
        case nil:
            accepted.withLock { $0.append(request.body ?? []) }
            return HTTPTransportResponse(status: .accepted)
        }
    }
}
