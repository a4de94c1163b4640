// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes

/// What a browser does, as far as the dashboard needs one; it follows no redirects.
struct Browser: Sendable {
    let address: String
    let transport: CurlTransport
    var cookie: String?
    var headers: HTTPFields = [:]

    func get(_ path: String, _ more: HTTPFields = [:]) async throws -> HTTPTransportResponse {
        try await send(.get, path, more, body: nil)
    }

    /// Sends a form.
    func post(
        _ path: String,
        _ fields: [String: String],
        _ more: HTTPFields = [:]
    ) async throws -> HTTPTransportResponse {
        var more = more
        more[.contentType] = "application/x-www-form-urlencoded"
        let form = fields.map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
        return try await send(.post, path, more, body: Array(form.utf8))
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ more: HTTPFields = [:],
        body: [UInt8]?
    ) async throws -> HTTPTransportResponse {
        var fields = headers
        fields[.cookie] = cookie
        for field in more { fields[field.name] = field.value }
        return try await transport.send(
            HTTPTransportRequest(method: method, url: address + path, headers: fields, body: body)
        )
    }

    /// Loads a page, then sends its form elsewhere.
    func submit(
        _ path: String,
        _ fields: [String: String] = [:],
        from page: String = "/"
    ) async throws -> HTTPTransportResponse {
        let token = try await get(page).formToken
        return try await post(path, fields.merging(["csrf": token]) { ours, _ in ours })
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            let digits = String(byte, radix: 16)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" + digits : digits)
        }.joined()
    }
}

extension HTTPTransportResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The token that the page's forms carry; empty if there is none.
    var formToken: String {
        guard let start = text.firstRange(of: "name=\"csrf\" value=\"") else { return "" }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    var location: String? { headers[.location] }
}
