// SPDX-License-Identifier: Apache-2.0

import JobQueue

/// A moment as people read it, and as machines do.
struct ShownTime {
    /// RFC 3339.
    let machine: String
    /// `2026-11-22 14:03:09`, in UTC.
    let date: String
    /// `3 min ago`, or `in 3 min`.
    let age: String

    init(_ moment: Moment, now: Moment) {
        machine = moment.rfc3339
        date = String(moment.rfc3339.prefix(19).map { $0 == "T" ? " " : $0 })
        let passed = now.since(moment)
        age = passed >= .zero ? "\(passed.text) ago" : "in \((.zero - passed).text)"
    }

    /// Nil where the text is no moment.
    init?(rfc3339 text: String?, now: Moment) {
        guard let moment = text.flatMap({ Moment(rfc3339: $0) }) else { return nil }
        self.init(moment, now: now)
    }
}
