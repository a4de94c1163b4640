// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc

extension HTTPTransportError {
    static let shutDown = HTTPTransportError(
        code: .shutDown,
        message: "The transport was shut down",
        requestMayHaveArrived: false
    )
    static let outOfMemory = HTTPTransportError(code: .connectionFailed, message: "libcurl could not set up a transfer")

    static func cancelled(_ order: TransferOrder) -> Self {
        Self(
            code: .cancelled,
            message: "The request was cancelled (\(order.url.origin))",
            requestMayHaveArrived: false
        )
    }

    /// Its time was over before it could begin.
    static func unstarted(_ order: TransferOrder) -> Self {
        Self(code: .overloaded, message: "Timed out waiting for a free slot (\(order.url.origin))")
    }

    /// A deadline of the loop's own has passed.
    static func timedOut(_ order: TransferOrder, awaiting part: String) -> Self {
        Self(
            code: .timedOut,
            message: "Timed out waiting for \(part) (\(order.url.origin))",
            requestMayHaveArrived: false
        )
    }

    /// The error of a transfer whose whole request has left, or has not.
    func telling(whether requestWasSent: Bool) -> Self {
        var error = self
        error.requestMayHaveArrived = requestWasSent
        return error
    }

    /// What libcurl's result means for this transfer. Its error buffer may quote the URL, so only its fixed texts are
    /// used.
    init(_ result: CURLcode, of transfer: ActiveTransfer) {
        let code = Self.code(result, of: transfer)
        let text = Self.fixedText(code, of: transfer) ?? String(cString: curl_easy_strerror(result))
        let system = Int32(clamping: transfer.easy.long(CURLINFO_OS_ERRNO))
        let hasCause = system != 0 && (code == .connectionFailed || code == .connectionLost)
        let cause = hasCause ? ": " + String(cString: strerror(system)) : ""
        self.init(code: code, message: "\(text)\(cause) (\(transfer.order.url.origin))")
    }

    private static func code(_ result: CURLcode, of transfer: ActiveTransfer) -> Code {
        switch result {
        case CURLE_WRITE_ERROR, CURLE_COULDNT_CONNECT, CURLE_ABORTED_BY_CALLBACK:
            return transfer.abortCode ?? .connectionFailed
        case CURLE_URL_MALFORMAT:
            return transfer.sawHeaders ? .protocolViolation : .invalidURL
        case CURLE_OUT_OF_MEMORY, CURLE_SSL_CONNECT_ERROR:
            return .connectionFailed
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return .resolutionFailed
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut
        case CURLE_TOO_MANY_REDIRECTS:
            return .tooManyRedirects
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return .connectionLost
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED:
            return .tls
        default:
            return .protocolViolation
        }
    }

    private static func fixedText(_ code: Code, of transfer: ActiveTransfer) -> String? {
        switch code {
        case .responseTooLarge:
            "The response is larger than the \(transfer.order.request.maximumResponseBytes) bytes allowed"
        case .addressRefused:
            "The address policy forbids the address that the request, or a redirect of it, leads to"
        case .tooManyRedirects:
            "More than \(transfer.order.request.maximumRedirects) redirects"
        case .stopped:
            "The receiver of the response wanted no more of it"
        case .invalidRequest:
            "The source of the request's body gave less than it promised"
        case .timedOut:
            "Timed out connecting"
        case .connectionLost where transfer.abortCode == .connectionLost:
            "The connection ended without an answer; the request may have been acted on and is not sent again"
        case .protocolViolation where transfer.easy.long(CURLINFO_REDIRECT_COUNT) > 0:
            "The answer is no proper HTTP, or a redirect leads to a scheme that is not permitted"
        default:
            nil
        }
    }
}
