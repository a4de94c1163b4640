// SPDX-License-Identifier: Apache-2.0

import CCurl

/// A URL taken apart by libcurl's own parser, so that we and libcurl cannot read it differently.
struct ParsedURL: ~Copyable {
    private let handle: OpaquePointer

    /// Nil for what is no absolute URL.
    init?(_ text: UnsafePointer<CChar>) {
        guard let handle = curl_url() else { return nil }
        guard curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK else {
            curl_url_cleanup(handle)
            return nil
        }
        self.handle = handle
    }

    deinit {
        curl_url_cleanup(handle)
    }

    /// A part in libcurl's normal form (numeric IPv4 hosts dotted), or nil if the URL has none.
    borrowing func part(_ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
