// SPDX-License-Identifier: Apache-2.0

import CCurl

/// A URL that may be requested.
struct RequestURL: Sendable {
    /// As given.
    let text: String
    /// Scheme, host and, if given, port: the part that messages may show.
    let origin: String

    init(_ text: String, allowsPlainHTTP: Bool) throws(HTTPTransportError) {
        guard !text.utf8.contains(0), let url = ParsedURL(text), let scheme = url.part(CURLUPART_SCHEME) else {
            throw HTTPTransportError(code: .invalidURL, message: "The text is no absolute URL")
        }
        guard scheme == "https" || scheme == "http" && allowsPlainHTTP else {
            let permitted = allowsPlainHTTP ? "http and https" : "https"
            throw HTTPTransportError(code: .invalidURL, message: "Only \(permitted) URLs are permitted here")
        }
        guard let host = url.part(CURLUPART_HOST), !host.isEmpty else {
            throw HTTPTransportError(code: .invalidURL, message: "The URL names no host")
        }
        self.text = text
        origin = "\(scheme)://\(host)" + (url.part(CURLUPART_PORT).map { ":" + $0 } ?? "")
    }
}
