// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A day by UTC, in which a day's budget lasts.
public struct SpendDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int

    /// Makes a day from the days since 1970-01-01.
    public init(number: Int) { self.number = number }

    /// The day of a time since 1970.
    init(at time: Duration) { self.init(number: Int(time.components.seconds / 86_400)) }

    /// This machine's present day.
    public static var today: SpendDay { SpendDay(number: Int(Date.now.timeIntervalSince1970 / 86_400)) }

    /// The day as `2026-11-23`.
    public var description: String {
        Date(timeIntervalSince1970: Double(number) * 86_400).formatted(.iso8601.year().month().day())
    }

    /// Earlier days come first.
    public static func < (left: SpendDay, right: SpendDay) -> Bool { left.number < right.number }
}
