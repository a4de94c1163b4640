// SPDX-License-Identifier: Apache-2.0

import CCurl

/// A libcurl easy handle, used again and again for one transfer after another.
///
/// Confined to the loop's thread. It must have left the multi handle before it is released.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    /// The first option since the last reset that libcurl would not take: none of them may be missing silently.
    private(set) var setupResult = CURLE_OK

    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
    }

    /// Forgets all options and the pointers in them.
    func reset() {
        curl_easy_reset(pointer)
        setupResult = CURLE_OK
    }

    func set(_ option: CURLoption, _ value: Int) {
        note(ccurl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: Bool) {
        set(option, value ? 1 : 0)
    }

    func set(_ option: CURLoption, offset value: Int) {
        note(ccurl_set_offset(pointer, option, curl_off_t(value)))
    }

    func set(_ option: CURLoption, _ value: String) {
        note(ccurl_set_string(pointer, option, value))
    }

    func set(_ option: CURLoption, context: UnsafeMutableRawPointer) {
        note(ccurl_set_pointer(pointer, option, context))
    }

    func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) {
        note(ccurl_set_list(pointer, option, list))
    }

    func note(_ result: CURLcode) {
        if setupResult == CURLE_OK { setupResult = result }
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    /// Nil when unknown.
    func offset(_ info: CURLINFO) -> Int? {
        var value: curl_off_t = -1
        guard ccurl_get_offset(pointer, info, &value) == CURLE_OK, value >= 0 else { return nil }
        return Int(value)
    }

    /// The host of the URL under way: after a redirect, the new one.
    var currentHost: String? {
        var text: UnsafePointer<CChar>?
        guard ccurl_get_string(pointer, CURLINFO_EFFECTIVE_URL, &text) == CURLE_OK, let text else { return nil }
        return ParsedURL(text)?.part(CURLUPART_HOST)
    }
}
