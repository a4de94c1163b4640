// SPDX-License-Identifier: Apache-2.0

import JSON

/// An evaluation or feedback as it goes to the intake.
struct EvaluationEvent: Sendable, IntakeItem {
    static let endpoint = IntakeEndpoint(
        name: "evaluations",
        path: "/api/intake/llm-obs/v2/eval-metric",
        subdomain: "api",
        prefix: #"{"data":{"type":"evaluation_metric","attributes":{"metrics":["#,
        suffix: "]}}}"
    )

    let json: JSONObject
    let estimatedSize: Int

    init(json: JSONObject) {
        self.json = json
        estimatedSize = json.estimatedSize + 64
    }

    func encoded(maximumBytes: Int) -> [UInt8]? {
        let bytes = JSONValue.object(json).serialized()
        return bytes.count < maximumBytes ? bytes : nil
    }
}
