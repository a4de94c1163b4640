// SPDX-License-Identifier: Apache-2.0

import JSON

extension JSONObject {
    /// An object of strings, sorted by key so that equal maps give equal bytes.
    init(strings: [String: String]) {
        self.init()
        for (key, value) in strings.sorted(by: { $0.key < $1.key }) { self[key] = .string(value) }
    }
}
