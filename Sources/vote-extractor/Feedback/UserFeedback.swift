// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LLMObservability

/// What a user thinks of a result; at least one of the three is there.
struct UserFeedback {
    /// A quick verdict.
    enum Thumbs: String, ExpressibleByArgument, CaseIterable {
        case up
        case down
    }

    /// 1 to 5.
    var rating: Int?
    var thumbs: Thumbs?
    var comment: String?

    static let ratings = 1...5
    static let maximumCommentLength = 10_000

    var isEmpty: Bool { rating == nil && thumbs == nil && comment == nil }

    /// One event for each, on the run's span.
    func events(on span: LLMObs.ExportedSpan, by submitter: LLMObs.Feedback.Submitter) -> [LLMObs.Feedback] {
        let target = LLMObs.Feedback.Target.span(span.spanID)
        var events: [LLMObs.Feedback] = []
        if let rating {
            events.append(LLMObs.Feedback("user_rating", .score(Double(rating)), of: target, by: submitter))
        }
        if let thumbs {
            events.append(
                LLMObs.Feedback(
                    "user_thumbs",
                    .categorical(thumbs.rawValue),
                    of: target,
                    by: submitter,
                    assessment: thumbs == .up ? .pass : .fail
                )
            )
        }
        if let comment { events.append(LLMObs.Feedback("user_comment", .text(comment), of: target, by: submitter)) }
        return events
    }
}
