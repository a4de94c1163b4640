// SPDX-License-Identifier: Apache-2.0

import Extraction
import JSON
import LLMObservability

/// What feedback needs of a job's result.
struct FinishedJob {
    let id: String
    /// The span of LLM Observability that stands for the run.
    let span: LLMObs.ExportedSpan

    /// Takes the context out of a result envelope: that of the run that answered, else of the last one that failed.
    init(result: JSONValue, id: String) throws {
        let tries = (result["attempts"]?.arrayValue ?? []).reversed().map { $0["llmobs"] }
        let contexts = [result["trace"]?["llmobs"]] + tries
        guard let span = contexts.lazy.compactMap({ LLMObs.ExportedSpan(json: $0) }).first else {
            throw CommandError(
                "the result of job \(id) names no span of LLM Observability: its worker ran without DD_LLMOBS_ENABLED"
            )
        }
        self.id = id
        self.span = span
    }

    /// The job's result among envelopes, one a line; or one envelope over several lines.
    static func result(of id: String, in bytes: [UInt8]) -> JSONValue? {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
        let whole = (try? JSONValue(parsing: bytes)).map { [$0] }
        let results = whole ?? lines.compactMap { try? JSONValue(parsing: $0) }
        return results.last { $0["job_id"]?.stringValue == id }
    }
}
