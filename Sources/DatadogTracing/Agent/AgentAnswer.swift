// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes

/// What an agent's answer, or its absence, means for what was sent.
enum AgentAnswer {
    case accepted([UInt8])
    /// It may succeed later; `after` is what the agent asks to wait.
    case tryAgain(after: Duration?)
    /// Nothing went out, and it may later.
    case notSent
    /// The agent does not know the endpoint or its content type.
    case unknownEndpoint(status: Int)
    /// The agent does not want it.
    case refused(status: Int)
    /// Nothing can be said, and trying again would not help.
    case unusable

    init(_ response: HTTPTransportResponse) {
        switch response.status.code {
        case 200..<300: self = .accepted(response.body)
        case 408, 429, 500...: self = .tryAgain(after: Self.retryAfter(response.headers))
        case 404, 415: self = .unknownEndpoint(status: response.status.code)
        default: self = .refused(status: response.status.code)
        }
    }

    init(_ error: HTTPTransportError) {
        switch error.code {
        // Certificates are mended without a restart, too.
        case .connectionFailed, .resolutionFailed, .overloaded, .tls, .cancelled, .shutDown: self = .notSent
        // What talks there may be an agent again soon.
        case .timedOut, .connectionLost, .protocolViolation: self = .tryAgain(after: nil)
        // An answer too large to read may have been a yes: sent again, the traces would count twice.
        default: self = .unusable
        }
    }

    /// Whether the agent has decided about what was sent.
    var isFinal: Bool {
        switch self {
        case .accepted, .refused, .unknownEndpoint: true
        case .tryAgain, .notSent, .unusable: false
        }
    }

    /// Whole seconds; the form with a date is not used by agents.
    private static func retryAfter(_ headers: HTTPFields) -> Duration? {
        headers[.retryAfter].flatMap { UInt32($0) }.map { .seconds(Int64($0)) }
    }
}
