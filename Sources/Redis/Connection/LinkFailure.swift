// SPDX-License-Identifier: Apache-2.0

/// Why a connection attempt or a connection came to its end.
enum LinkFailure: Error {
    /// The owner closed it.
    case closed
    /// No socket, or no answer when logging in.
    case unreachable(String)
    /// No connection can come of these settings, such as a certificate that is not trusted.
    case misconfigured(String)
    /// The server refused to log in.
    case refused(command: String, RedisServerError)
    /// The server is too old.
    case unsupported(String)
    /// The server is not the one that can run this, or not just now; where it said so, another one is.
    case unfit(command: String, RedisServerError, Refusal)
    /// A connection that must be on the same server has left it.
    case outdated
    /// The socket broke.
    case lost(String)
    /// A command's time ended with its reply outstanding.
    case timedOut
    /// The bytes received are no RESP2 replies, or too many.
    case protocolViolation(String)

    /// Whether it stays so until somebody changes the settings.
    var isLasting: Bool {
        switch self {
        case .misconfigured, .unsupported: true
        case .refused(_, let error): !error.isRetriable
        default: false
        }
    }

    /// The reason in words, for errors and logs.
    var reason: String {
        switch self {
        case .closed: "closed"
        case .unreachable(let text), .misconfigured(let text), .unsupported(let text), .lost(let text),
            .protocolViolation(let text):
            text
        case .refused(let command, let error), .unfit(let command, let error, _): "\(command) was refused: \(error)"
        case .outdated: "the server is not the one to use any more"
        case .timedOut: "a command on it got no reply in time"
        }
    }
}
