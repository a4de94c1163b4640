// SPDX-License-Identifier: Apache-2.0

import CCurl

/// Header lines in libcurl's own list, which must outlive the transfer.
struct HeaderList: ~Copyable {
    let pointer: UnsafeMutablePointer<curl_slist>?

    /// Nil when memory runs out.
    init?(_ lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                return nil
            }
            list = longer
        }
        pointer = list
    }

    deinit {
        curl_slist_free_all(pointer)
    }
}
