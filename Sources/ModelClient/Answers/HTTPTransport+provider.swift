// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

extension HTTPTransport {
    /// Sends a request to a provider and tells a failure on the way as a model's.
    func sendToProvider(_ request: HTTPTransportRequest) async throws(ModelError) -> HTTPTransportResponse {
        do throws(HTTPTransportError) {
            return try await send(request)
        } catch {
            throw ModelError(transport: error, timeout: request.timeouts.total)
        }
    }
}

extension HTTPTransportResponse {
    /// The provider's or a gateway's name for the exchange.
    var providerRequestID: String? {
        (headers[.requestID] ?? headers[.plainRequestID]).map { String($0.prefix(128)) }
    }
}

extension JSONValue {
    /// Reads a body; one that is not JSON is the server's failure, not the model's: nothing of the answer is left.
    init(answer response: HTTPTransportResponse) throws(ModelError) {
        do throws(JSONError) {
            self = try JSONValue(parsing: response.body)
        } catch {
            throw ModelError(
                .server,
                "the provider's answer of \(response.body.count) bytes is not readable JSON at byte \(error.offset)",
                httpStatus: response.status.code,
                requestID: response.providerRequestID
            )
        }
    }
}

extension HTTPField.Name {
    /// The exchange's name as OpenAI and some gateways send it.
    static var requestID: HTTPField.Name { HTTPField.Name("x-request-id")! }
    /// The exchange's name as Anthropic sends it.
    static var plainRequestID: HTTPField.Name { HTTPField.Name("request-id")! }
}
