// SPDX-License-Identifier: Apache-2.0

import JSON
import ModelClient

/// The answer that a result was made of, as it is kept. It is read and checked anew for each job.
struct CachedAnswer {
    /// The job that paid for it.
    let jobID: String?
    let pages: Int
    let answer: ModelAnswer
    /// What the second model answered, if one was asked.
    let opinion: ModelAnswer?

    /// A larger entry is not kept.
    static let maximumBytes = 256 << 10

    /// Nil for a reading whose second opinion was wanted and not to be had: it may be had later.
    init?(_ reading: Reading, pages: Int, jobID: String?) {
        guard reading.validation.secondOpinion == nil || reading.opinion != nil else { return nil }
        self.jobID = jobID
        self.pages = pages
        answer = reading.answer
        opinion = reading.opinion
    }

    /// Nil for what is no such entry.
    init?(_ bytes: [UInt8]) {
        guard let entry = try? JSONValue(parsing: bytes), let pages = entry["pages"]?.intValue,
            let answer = entry["answer"].flatMap(ModelAnswer.init(kept:))
        else { return nil }
        jobID = entry["job_id"]?.stringValue
        self.pages = pages
        self.answer = answer
        opinion = entry["opinion"].flatMap(ModelAnswer.init(kept:))
        guard entry["opinion"] == nil || opinion != nil else { return nil }
    }

    /// The entry's bytes.
    var bytes: [UInt8] {
        var object: JSONObject = ["pages": .integer(Int64(pages)), "answer": answer.kept]
        object["job_id"] = jobID.map { .string($0) }
        object["opinion"] = opinion.map(\.kept)
        return JSONValue.object(object).serialized()
    }
}

extension ModelAnswer {
    fileprivate init?(kept: JSONValue) {
        guard let model = kept["model"]?.stringValue, let provider = kept["provider"]?.stringValue,
            let text = kept["text"]?.stringValue, let finishReason = kept["finish_reason"]?.stringValue
        else { return nil }
        self.init(
            model: model,
            provider: provider,
            response: ModelResponse(
                text: text,
                finishReason: finishReason,
                usage: .zero,
                requestID: kept["request_id"]?.stringValue,
                model: model
            )
        )
    }

    fileprivate var kept: JSONValue {
        var object: JSONObject = [
            "model": .string(model), "provider": .string(provider), "text": .string(response.text),
            "finish_reason": .string(response.finishReason),
        ]
        object["request_id"] = response.requestID.map { .string($0) }
        return .object(object)
    }
}
