// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JobQueue

/// Which dead letters a visitor asks for, in the words of the page's form.
struct DeadQuery {
    /// Names in forms, addresses and the API.
    static let names = ["class", "fingerprint", "stage", "reason", "model", "type", "job", "tag", "since", "until"]

    let fields: FormFields
    let filter: DeadLetterFilter

    /// - Throws: A problem that names the field at fault.
    init(_ fields: FormFields, now: Moment) throws(Problem) {
        self.fields = fields
        var filter = DeadLetterFilter()
        filter.errorType = fields["class"]
        filter.fingerprint = fields["fingerprint"]
        filter.stage = fields["stage"]
        filter.model = fields["model"]
        filter.type = fields["type"]
        filter.jobID = fields["job"]
        if let text = fields["reason"] {
            guard let reason = DeadLetterReason(rawValue: text) else { throw Self.bad("reason", text) }
            filter.reason = reason
        }
        for tag in fields.all("tag") {
            let parts = tag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Self.bad("tag", tag) }
            filter.tags[String(parts[0])] = String(parts[1])
        }
        filter.since = try Self.moment("since", fields, now)
        filter.until = try Self.moment("until", fields, now)
        self.filter = filter
    }

    /// Whether any condition was given.
    var isEmpty: Bool { filter == DeadLetterFilter() }

    /// The conditions alone, as a query.
    var query: String {
        var kept = FormFields()
        for name in Self.names { for value in fields.all(name) { kept.append(name, value) } }
        return kept.encoded
    }

    private static func moment(_ name: String, _ fields: FormFields, _ now: Moment) throws(Problem) -> Moment? {
        guard let text = fields[name] else { return nil }
        if let moment = Moment(rfc3339: text) { return moment }
        let units: [Character: Int] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()),
            (0...100_000).contains(number)
        else { throw bad(name, text) }
        return Moment(milliseconds: now.milliseconds - number * unit)
    }

    private static func bad(_ name: String, _ value: String) -> Problem {
        Problem(.badRequest, "Not understood", "\(name): \(value.prefix(100)) is no such condition.")
    }
}
