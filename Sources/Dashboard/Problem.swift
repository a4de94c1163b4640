// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import JSON

/// Why a request gets no ordinary answer: a page for people, problem details (RFC 9457) for programs.
struct Problem: Error, Sendable {
    var status: HTTPResponse.Status
    /// In two or three words.
    var title: String
    /// What was wrong and what to do.
    var detail: String
    var headers = HTTPFields()

    init(_ status: HTTPResponse.Status, _ title: String, _ detail: String) {
        self.status = status
        self.title = title
        self.detail = detail
    }

    static func notFound(_ detail: String) -> Problem { Problem(.notFound, "Not found", detail) }

    var json: JSONValue {
        [
            "type": "about:blank", "title": .string(title), "status": .integer(Int64(status.code)),
            "detail": .string(detail),
        ]
    }
}
