// SPDX-License-Identifier: Apache-2.0

import JSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Any bytes as a JSON value: text where they are UTF-8, else an object with their base64.
struct StoredBytes {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    init?(_ json: JSONValue) {
        if let text = json.stringValue {
            bytes = Array(text.utf8)
        } else if let data = json["base64"]?.stringValue.flatMap({ Data(base64Encoded: $0) }) {
            bytes = Array(data)
        } else {
            return nil
        }
    }

    var json: JSONValue {
        if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
        return ["base64": .string(Data(bytes).base64EncodedString())]
    }
}
