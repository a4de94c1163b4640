// SPDX-License-Identifier: Apache-2.0

import JSON

extension JSONValue {
    /// A whole number, also when given as text.
    var contextNumber: Int? {
        if let text = stringValue { return WholeNumber.parse(text) }
        return intValue.flatMap { WholeNumber.isInRange($0) ? $0 : nil }
    }

    /// A text, also when given as a whole number.
    var contextText: String? {
        stringValue ?? intValue.map(String.init)
    }
}
