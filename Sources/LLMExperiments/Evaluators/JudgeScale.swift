// SPDX-License-Identifier: Apache-2.0

/// What a judge may answer.
public struct JudgeScale: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case boolean
        case score(ClosedRange<Double>, passing: Double?)
        case categorical([String], passing: Set<String>)
    }

    let kind: Kind

    /// Yes or no.
    public static let boolean = JudgeScale(kind: .boolean)

    /// A number within a range; from `passing` on it is good enough.
    public static func score(_ range: ClosedRange<Double>, passing: Double? = nil) -> JudgeScale {
        JudgeScale(kind: .score(range, passing: passing))
    }

    /// One of these words; those of `passing` are good enough.
    public static func categorical(_ words: [String], passing: Set<String> = []) -> JudgeScale {
        JudgeScale(kind: .categorical(words, passing: passing))
    }

    /// How the judge is told.
    var instruction: String {
        switch kind {
        case .boolean: "\"value\" is true or false"
        case .score(let range, _): "\"value\" is a number from \(range.lowerBound) to \(range.upperBound)"
        case .categorical(let words, _):
            "\"value\" is one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        }
    }
}
