// SPDX-License-Identifier: Apache-2.0

extension Moment {
    /// RFC 3339 text in UTC with milliseconds, for the years 0 to 9999.
    ///
    /// Every result carries one, so it is put together by hand: a calendar takes longer than the rest of the envelope.
    public var rfc3339: String {
        let day = milliseconds.flooredQuotient(86_400_000)
        let time = milliseconds - day * 86_400_000
        let date = Self.civilDate(day)
        return String(unsafeUninitializedCapacity: 24) { buffer in
            var place = 0
            func append(_ number: Int, digits: Int, then separator: UInt8) {
                var rest = number
                for index in stride(from: place + digits - 1, through: place, by: -1) {
                    buffer.initializeElement(at: index, to: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                    rest /= 10
                }
                buffer.initializeElement(at: place + digits, to: separator)
                place += digits + 1
            }
            append(date.year, digits: 4, then: UInt8(ascii: "-"))
            append(date.month, digits: 2, then: UInt8(ascii: "-"))
            append(date.day, digits: 2, then: UInt8(ascii: "T"))
            append(time / 3_600_000, digits: 2, then: UInt8(ascii: ":"))
            append(time / 60_000 % 60, digits: 2, then: UInt8(ascii: ":"))
            append(time / 1000 % 60, digits: 2, then: UInt8(ascii: "."))
            append(time % 1000, digits: 3, then: UInt8(ascii: "Z"))
            return place
        }
    }

    /// The Gregorian date of a day counted from 1970-01-01. Years begin in March here, so that a leap day comes last.
    private static func civilDate(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isNextYear = month >= 10
        return (
            year: min(max(era * 400 + yearOfEra + (isNextYear ? 1 : 0), 0), 9999),
            month: isNextYear ? month - 9 : month + 3,
            day: dayOfYear - (153 * month + 2) / 5 + 1
        )
    }
}

extension Int {
    fileprivate func flooredQuotient(_ divisor: Int) -> Int {
        (self >= 0 ? self : self - divisor + 1) / divisor
    }
}
