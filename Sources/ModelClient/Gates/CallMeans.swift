// SPDX-License-Identifier: Apache-2.0

/// What answered calls of one model are like: means that follow the latest of them.
public struct CallMeans: Sendable, Hashable {
    /// How many calls were counted, up to the number that the means follow.
    public private(set) var calls: Int
    /// Seconds that a call takes, its wait at the gate not counted.
    public private(set) var seconds: Double
    /// Tokens that a call uses, those of question and answer together.
    public private(set) var tokens: Double

    /// Later calls count as much as so many.
    private static let followed = 64

    /// Means as a store remembers them.
    public init(calls: Int, seconds: Double, tokens: Double) {
        self.calls = calls
        self.seconds = seconds
        self.tokens = tokens
    }

    /// Of no call yet.
    init() { self.init(calls: 0, seconds: 0, tokens: 0) }

    /// Adds an answered call.
    mutating func add(_ time: Duration, tokens used: Int) {
        calls = min(calls + 1, Self.followed)
        seconds += (time / .seconds(1) - seconds) / Double(calls)
        tokens += (Double(used) - tokens) / Double(calls)
    }
}
