// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// What browsers are told about every answer: run nothing that is not ours, show it in no frame, keep no copy.
enum ResponseHeaders {
    private static let fixed: [(HTTPField.Name?, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"),
        (HTTPField.Name("X-Frame-Options"), "DENY"),
        (HTTPField.Name("Referrer-Policy"), "no-referrer"),
        (HTTPField.Name("Cross-Origin-Opener-Policy"), "same-origin"),
        (HTTPField.Name("Cross-Origin-Resource-Policy"), "same-origin"),
        (HTTPField.Name("Permissions-Policy"), "camera=(), geolocation=(), microphone=()"),
    ]

    static func add(to headers: inout HTTPFields) {
        for case (let name?, let value) in fixed { headers[name] = value }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}
