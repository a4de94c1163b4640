// SPDX-License-Identifier: Apache-2.0

import JSON

extension JSONValue {
    init(text: String?) {
        self = text.map(JSONValue.string) ?? .null
    }

    init(count: Int?) {
        self = count.map { .integer(Int64($0)) } ?? .null
    }

    /// A number when the text is exactly how that number is written, so that "5" and 5 come out alike but "05" stays.
    init(label: String?) {
        guard let label, let number = Int64(label), String(number) == label else {
            self.init(text: label)
            return
        }
        self = .integer(number)
    }
}
