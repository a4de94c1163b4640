// SPDX-License-Identifier: Apache-2.0

extension HTTPTransportError {
    /// The kind of a failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name, in snake case: stable, fit for logs and metrics.
        public let rawValue: String

        /// Creates a code, for transports with failures of their own.
        public init(_ rawValue: String) {
            self.rawValue = rawValue
        }

        /// The raw value.
        public var description: String { rawValue }

        /// The URL is no absolute `http` or `https` URL, or its scheme is not permitted.
        public static let invalidURL = Self("invalid_url")
        /// A header, the method or the socket path cannot be sent.
        public static let invalidRequest = Self("invalid_request")
        /// No connection came about; nothing was sent.
        public static let connectionFailed = Self("connection_failed")
        /// The connection broke while a request or response was under way.
        public static let connectionLost = Self("connection_lost")
        /// The host name has no address.
        public static let resolutionFailed = Self("resolution_failed")
        /// One of ``HTTPTimeouts`` ran out; the message says which.
        public static let timedOut = Self("timed_out")
        /// The request's ``HTTPTransportRequest/sink`` wanted no more.
        public static let stopped = Self("stopped")
        /// The task was cancelled.
        public static let cancelled = Self("cancelled")
        /// The body is larger than the request allows, or the headers than the transport does.
        public static let responseTooLarge = Self("response_too_large")
        /// The address policy forbids the address that was to be connected to.
        public static let addressRefused = Self("address_refused")
        /// The peer's certificate is not trusted, or TLS is not set up properly here.
        public static let tls = Self("tls")
        /// More redirects than the request allows.
        public static let tooManyRedirects = Self("too_many_redirects")
        /// The peer does not speak HTTP as it should, or redirects to something that is no HTTP.
        public static let protocolViolation = Self("protocol_violation")
        /// As many transfers wait as are allowed to, or this one has waited for all of its time: nobody was asked.
        public static let overloaded = Self("overloaded")
        /// The transport was shut down.
        public static let shutDown = Self("shut_down")
    }
}
