// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import JSON

extension JobRequest {
    /// Creates a request with a new id, whose payload is this value as JSON.
    ///
    /// - Throws: What `JSONEncoder` throws at a value that JSON cannot hold, such as a number that is not finite.
    public init(type: String, encoding payload: some Encodable) throws {
        let bytes = try JSONEncoder().encode(payload)
        self.init(type: type, payload: try JSONValue(parsing: Array(bytes)))
    }
}
