// SPDX-License-Identifier: Apache-2.0

import JSON

extension JSONValue? {
    /// The value, if there is one other than null.
    var present: JSONValue? {
        guard let value = self, !value.isNull else { return Optional.none }
        return value
    }
}
