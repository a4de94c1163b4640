// SPDX-License-Identifier: Apache-2.0

extension CurlTransport {
    /// Scheme, host and, if given, port of a URL, in lower case: where a transport would really go, as libcurl reads it.
    ///
    /// Nil for what is no URL, or one of another scheme than `http` and `https`.
    public static func origin(of url: String) -> String? {
        (try? RequestURL(url, allowsPlainHTTP: true))?.origin.lowercased()
    }
}
