// SPDX-License-Identifier: Apache-2.0

public import JSON
import LLMObservability
import ModelClient

extension ExtractionResult {
    /// The members of a result envelope that the pipeline knows; the queue adds its own.
    public var json: JSONValue {
        var object: JSONObject = [
            "status": .string(status.rawValue),
            "reports": .array(reports.map(\.json)),
            "validation": validation.json,
            "model": model.json,
            "prompt": prompt.json,
            "usage": usageWithCalls,
            "attempts": .array(attempts.map(\.json)),
            "pages": .integer(Int64(pages)),
            "input_sha256": .string(inputSHA256),
            "timings_ms": timingsInMilliseconds,
        ]
        if usage.isEstimated { object["usage_estimated"] = true }
        if isCached { object["cached"] = true }
        object["cost_usd"] = cost.map { .double(Double($0) / 1e6) }
        object["trace"] = workflowSpan.map { ["llmobs": $0.json] }
        return .object(object)
    }

    private var usageWithCalls: JSONValue {
        var object = usage.json.objectValue ?? [:]
        object["calls"] = .integer(Int64(attempts.count))
        return .object(object)
    }

    private var timingsInMilliseconds: JSONValue {
        var object: JSONObject = [:]
        for stage in ExtractionStage.allCases {
            object[stage.rawValue] = timings[stage].map { .integer($0.wholeMilliseconds) }
        }
        object["total"] = .integer(duration.wholeMilliseconds)
        return .object(object)
    }
}
