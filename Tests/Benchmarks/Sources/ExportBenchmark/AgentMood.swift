// SPDX-License-Identifier: Apache-2.0

/// What the agent does with traces.
enum AgentMood: String, CaseIterable, Sendable {
    /// Takes everything at once.
    case taking
    /// Takes everything after 0.3 s.
    case slow
    /// Takes one request of ten and turns the others away with 429: ten times as much comes as it takes.
    case overloaded
    /// Finds every payload too large.
    case tooLarge = "http-413"
    /// Turns everything away for now.
    case tooMany = "http-429"
    /// Fails.
    case broken = "http-500"
    /// Reads requests, ends its own direction of the connection without a word, and reads on.
    case halfClosed = "half-closed"
    /// Reads requests and never answers.
    case silent
    /// Nobody listens.
    case absent

    /// The answer's status to a request for traces, the how manieth since the start it may be; nil where there is none.
    func status(ofRequest number: Int) -> Int? {
        switch self {
        case .taking, .slow: 200
        case .overloaded: number.isMultiple(of: 10) ? 200 : 429
        case .tooLarge: 413
        case .tooMany: 429
        case .broken: 500
        case .halfClosed, .silent, .absent: nil
        }
    }

    /// Whether it cannot take all that it is sent, so that something has to be dropped.
    var losesTraces: Bool { self != .taking && self != .slow }
}
