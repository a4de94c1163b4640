// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability

/// Reads what a judge has answered.
struct JudgeAnswer {
    let scale: JudgeScale

    /// The judgement in the answer's last JSON object; an error if there is none, or one beyond the scale.
    func judgement(in text: String) throws(ExperimentError) -> Judgement {
        guard let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}"), open < close,
            let json = try? JSONValue(parsing: String(text[open...close])), let value = json["value"]
        else {
            throw ExperimentError(.unreadableJudgement, "The judge's answer holds no JSON object with a \"value\".")
        }
        guard var judgement = judgement(of: value) else {
            throw ExperimentError(.unreadableJudgement, "The judge's value is none of its scale: \(scale.instruction).")
        }
        judgement.reasoning = json["reasoning"]?.stringValue.map { String($0.prefix(4_000)) }
        return judgement
    }

    private func judgement(of value: JSONValue) -> Judgement? {
        switch scale.kind {
        case .boolean:
            return value.boolValue.map { Judgement(.boolean($0), assessment: $0 ? .pass : .fail) }
        case .score(let range, let passing):
            guard let score = value.doubleValue, range.contains(score) else { return nil }
            return Judgement(.score(score), assessment: passing.map { score >= $0 ? .pass : .fail })
        case .categorical(let words, let passing):
            guard let word = value.stringValue, words.contains(word) else { return nil }
            let assessment: LLMObs.Assessment? = passing.isEmpty ? nil : passing.contains(word) ? .pass : .fail
            return Judgement(.categorical(word), assessment: assessment)
        }
    }
}
