// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes

/// An agent that takes everything at once, and asks for this share of the traces.
struct SilentTransport: HTTPTransport {
    let rate: Double

    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
        let answer =
            request.method == .get
            ? #"{"endpoints": ["/v0.4/traces", "/v0.5/traces", "/v0.6/stats"], "client_drop_p0s": true}"#
            : #"{"rate_by_service": {"service:bench,env:test": \#(rate)}}"#
        return HTTPTransportResponse(status: .ok, body: Array(answer.utf8))
    }
}
