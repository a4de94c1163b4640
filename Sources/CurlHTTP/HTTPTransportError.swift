// SPDX-License-Identifier: Apache-2.0

/// Why an exchange ended without a response.
public struct HTTPTransportError: Error, Hashable, CustomStringConvertible {
    /// What went wrong; decide by this, never by the message.
    public let code: Code
    /// What was wrong and where. Names at most scheme, host and port: no path, query, user info or header value.
    public let message: String

    /// Creates an error; keep secrets and URLs out of the message.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    /// Whether the same request may succeed later without a change to it or to the configuration.
    ///
    /// Says nothing about whether the server has already acted on it: only after
    /// ``Code/connectionFailed``, ``Code/resolutionFailed`` and ``Code/overloaded`` it surely has not.
    public var isRetriable: Bool { Self.retriable.contains(code) }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    private static let retriable: Set<Code> = [
        .connectionFailed, .connectionLost, .overloaded, .resolutionFailed, .timedOut,
    ]
}
