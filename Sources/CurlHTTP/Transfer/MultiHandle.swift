// SPDX-License-Identifier: Apache-2.0

import CCurl

/// A libcurl multi handle.
///
/// Freed by hand with ``cleanUp()``, since its last use must come after all easy handles have left it.
// Sendable is proved by use: any thread calls `wake`, which libcurl documents as safe from any thread, and only under
// the inbox's lock while the inbox is open; all else is called by the loop's thread alone, which frees the handle only
// after it has closed the inbox.
struct MultiHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    private static let isInitialized = ccurl_global_init() == CURLE_OK

    init?() {
        guard Self.isInitialized, let pointer = curl_multi_init() else { return nil }
        self.pointer = pointer
    }

    func cleanUp() {
        curl_multi_cleanup(pointer)
    }

    /// Ends the current or next ``poll(for:)`` at once.
    func wake() {
        curl_multi_wakeup(pointer)
    }

    func set(_ option: CURLMoption, _ value: Int) {
        _ = ccurl_multi_set_long(pointer, option, value)
    }

    func perform() {
        var running: Int32 = 0
        curl_multi_perform(pointer, &running)
    }

    /// The next transfer that has ended, with its result.
    func nextDone() -> (easy: UnsafeMutableRawPointer, result: CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(pointer, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            return (easy, ccurl_message_result(message))
        }
        return nil
    }

    /// Waits for a socket, one of libcurl's own timers, a wake-up or the end of the duration.
    func poll(for duration: Duration) {
        curl_multi_poll(pointer, nil, 0, Int32(clamping: duration.wholeMilliseconds), nil)
    }
}
