// SPDX-License-Identifier: Apache-2.0

public import JSON
public import ModelClient

extension ExtractionRequest {
    /// Reads a job's `payload`; what is missing gets its default, what is wrong is an error naming its path.
    ///
    /// `files` holds objects (`name`, and `uri` or `data`, optionally `sha256`) or plain URI strings.
    public init(
        payload: JSONValue,
        jobID: String? = nil,
        allowsSafetyFallback: Bool = false,
        budget: JobBudget? = nil
    ) throws(ExtractionError) {
        let reader = PayloadReader(payload)
        guard payload.objectValue != nil else {
            throw reader.error("", "must be an object with a member \"files\"")
        }
        self.init(
            jobID: jobID,
            files: try reader.files(),
            model: try reader.string("model"),
            fallbackModels: try reader.strings("fallback_models"),
            sampling: try reader.sampling(),
            context: try reader.object("context"),
            allowsSafetyFallback: allowsSafetyFallback,
            budget: budget
        )
    }
}
