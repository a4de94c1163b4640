// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JobQueue

/// A moment that the user gives as an RFC 3339 time, or as an age such as `90s`, `30m`, `12h` or `7d`.
struct TimeArgument: ExpressibleByArgument {
    private enum Form {
        case moment(Moment)
        case age(milliseconds: Int)
    }

    private let form: Form

    init?(argument: String) {
        if let moment = Moment(rfc3339: argument) {
            form = .moment(moment)
        } else if let age = Self.milliseconds(argument) {
            form = .age(milliseconds: age)
        } else {
            return nil
        }
    }

    /// The moment, ages counted back from `now`.
    func moment(before now: Moment) -> Moment { moment(from: now, direction: -1) }

    /// The moment, ages counted onwards from `now`.
    func moment(after now: Moment) -> Moment { moment(from: now, direction: 1) }

    private func moment(from now: Moment, direction: Int) -> Moment {
        switch form {
        case .moment(let moment): moment
        case .age(let milliseconds): Moment(milliseconds: now.milliseconds + direction * milliseconds)
        }
    }

    private static func milliseconds(_ text: String) -> Int? {
        let units: [Character: Int] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()), number >= 0 else {
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit)
        return overflow || product > 1_000_000_000_000 ? nil : product
    }
}
