// SPDX-License-Identifier: Apache-2.0

public import JSON
public import LLMObservability

/// What an evaluator says of one record, or of a whole run.
public struct Judgement: Sendable, Hashable {
    /// The judgement; nil if the evaluator has nothing to say of this record, which then counts in no average.
    public var value: LLMObs.Evaluation.Value?
    /// Why.
    public var reasoning: String?
    /// Whether it is good enough.
    public var assessment: LLMObs.Assessment?
    /// Anything else.
    public var metadata: JSONObject
    /// Tags of the judgement.
    public var tags: [String: String]

    /// A judgement.
    public init(
        _ value: LLMObs.Evaluation.Value?,
        reasoning: String? = nil,
        assessment: LLMObs.Assessment? = nil,
        metadata: JSONObject = [:],
        tags: [String: String] = [:]
    ) {
        self.value = value
        self.reasoning = reasoning
        self.assessment = assessment
        self.metadata = metadata
        self.tags = tags
    }

    /// The evaluator has nothing to say.
    public static let notApplicable = Judgement(nil)

    /// Yes or no; true is the good one.
    public static func boolean(_ value: Bool) -> Judgement { Judgement(.boolean(value)) }
    /// A number; more is better.
    public static func score(_ value: Double) -> Judgement { Judgement(.score(value)) }
    /// One of a few words.
    public static func categorical(_ value: String) -> Judgement { Judgement(.categorical(value)) }
    /// Anything structured.
    public static func json(_ value: JSONObject) -> Judgement { Judgement(.json(value)) }

    /// As a number by which records can be averaged and compared: yes is 1, no is 0; nil for words and objects.
    public var number: Double? {
        switch value {
        case .boolean(let flag): flag ? 1 : 0
        case .score(let score): score
        default: nil
        }
    }
}
