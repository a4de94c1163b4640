// SPDX-License-Identifier: Apache-2.0

import JSON

/// The members of an object inside an envelope.
struct EnvelopeReader {
    let object: JSONObject
    /// What their names begin with in errors.
    let path: StaticString

    subscript(_ key: StaticString) -> EnvelopeMember {
        EnvelopeMember(key, of: path, value: object[key.description])
    }
}
