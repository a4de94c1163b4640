// SPDX-License-Identifier: Apache-2.0

import JSON

extension JobUser {
    /// `user` of an envelope.
    var members: JSONObject {
        var members: JSONObject = ["id": .string(id)]
        members["role"] = role.map { .string($0) }
        return members
    }
}
