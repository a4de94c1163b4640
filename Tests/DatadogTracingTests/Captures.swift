// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport
import Testing

/// Requests recorded from ddtrace, which lie beside the package where it is developed.
enum Captures {
    static let folder = PackageRoot.path + "/../shared/design/captures"
    static let arePresent = FileManager.default.fileExists(atPath: folder)
    static let hint: Comment = "the recordings of ddtrace's requests are not beside the package"

    static func load(_ name: String) throws -> JSONValue {
        let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))
        return try JSONValue(parsing: Array(data))
    }

    /// The first trace request of a recording: its body, and the MessagePack format of each value.
    static func traceRequest(_ name: String) throws -> (body: JSONValue, formats: JSONValue) {
        let exchanges = try load(name)["exchanges"]?.arrayValue ?? []
        for exchange in exchanges {
            guard let body = exchange["request"]?["body"], let json = body["json"], !json.isNull else { continue }
            return (json, body["msgpack_types"] ?? .null)
        }
        throw TestSupportError("\(name) holds no trace request")
    }
}
