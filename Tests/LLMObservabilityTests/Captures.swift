// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport
import Testing

/// Requests recorded from ddtrace, which lie beside the package where it is developed.
enum Captures {
    private static let folder = PackageRoot.path + "/../shared/design/captures"
    static let arePresent = FileManager.default.fileExists(atPath: folder)
    static let hint: Comment = "the recordings of ddtrace's requests are not beside the package"

    static func load(_ name: String) throws -> JSONValue {
        // Ids pass the range of JSON's integers.
        let text = try String(contentsOfFile: "\(folder)/\(name).json", encoding: .utf8)
        let quoted = text.replacing(/"(trace_id|span_id|parent_id)": ?(\d+)/) { match in
            "\"\(match.output.1)\": \"\(match.output.2)\""
        }
        return try JSONValue(parsing: quoted)
    }

    /// The bodies of requests to this path.
    static func bodies(_ name: String, path: String) throws -> [JSONValue] {
        let exchanges = try load(name)["exchanges"]?.arrayValue ?? []
        return exchanges.compactMap { exchange in
            guard exchange["request"]?["path"]?.stringValue?.hasSuffix(path) == true else { return nil }
            return exchange["request"]?["body"]?["json"]
        }
    }

    /// The span events of the recording, in their envelopes.
    static func spanEnvelopes(_ name: String) throws -> [JSONValue] {
        try bodies(name, path: "/api/v2/llmobs").flatMap { $0.arrayValue ?? [] }
    }

    static func spanEvents(_ name: String) throws -> [JSONValue] {
        try spanEnvelopes(name).flatMap { $0["spans"]?.arrayValue ?? [] }
    }

    static func evaluations(_ name: String) throws -> [JSONValue] {
        try bodies(name, path: "/eval-metric").flatMap { $0["data"]?["attributes"]?["metrics"]?.arrayValue ?? [] }
    }

    /// The tracer's spans of the recording.
    static func spans(_ name: String) throws -> [JSONValue] {
        try bodies(name, path: "/v0.4/traces").flatMap { $0.arrayValue ?? [] }.flatMap { $0.arrayValue ?? [] }
    }
}
