// SPDX-License-Identifier: Apache-2.0

/// Why an exchange ended without a response.
public struct HTTPTransportError: Error, Hashable, CustomStringConvertible {
    /// What went wrong; decide by this, never by the message.
    public let code: Code
    /// What was wrong and where. Names at most scheme, host and port: no path, query, user info or header value.
    public let message: String
    /// Whether the server may have got the whole request, and so have acted on it.
    public var requestMayHaveArrived: Bool

    /// Creates an error; keep secrets and URLs out of the message.
    ///
    /// - Parameter requestMayHaveArrived: Nil for what the code alone tells: that of a connection, for one, that never was.
    public init(code: Code, message: String, requestMayHaveArrived: Bool? = nil) {
        self.code = code
        self.message = message
        self.requestMayHaveArrived = requestMayHaveArrived ?? !Self.early.contains(code)
    }

    /// Whether the same request may succeed later without a change to it or to the configuration.
    ///
    /// Says nothing about whether the server has already acted on it: see ``requestMayHaveArrived``.
    public var isRetriable: Bool { Self.retriable.contains(code) }

    /// The code and the message.
    public var description: String { "\(code): \(message)" }

    private static let retriable: Set<Code> = [
        .connectionFailed, .connectionLost, .overloaded, .resolutionFailed, .timedOut,
    ]

    /// Codes of what ends before a request is sent.
    private static let early: Set<Code> = [
        .addressRefused, .connectionFailed, .invalidRequest, .invalidURL, .overloaded, .resolutionFailed, .tls,
    ]
}
