// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Header lines in the notation of `CURLOPT_HTTPHEADER`: `Name: value`, `Name;` for an empty value, `Name:` to have
/// libcurl leave out a header that it would add by itself.
enum RequestHeaderLines {
    /// Waiting for a 100 costs a round trip, and a default `Accept` or form type would be a claim nobody made.
    private static let unwanted: [HTTPField.Name] = [.expect, .accept, .contentType]

    static func make(for request: HTTPTransportRequest) throws(HTTPTransportError) -> [String] {
        var lines: [String] = []
        for field in request.headers where field.name != .contentLength {
            guard field.name != .transferEncoding else {
                throw HTTPTransportError(
                    code: .invalidRequest,
                    message: "Transfer-Encoding cannot be set: bodies go out with their length"
                )
            }
            lines.append(try line(name: field.name.rawName, value: field.value))
        }
        if let signature = request.signature {
            // libcurl would sign the ones that it is told to leave out; without a body it adds none but Accept.
            return try lines + signature.headers.map(line)
        }
        for name in unwanted where !request.headers.contains(name) {
            lines.append("\(name.rawName):")
        }
        return lines
    }

    /// Refuses what could end the line early and begin another one.
    static func line(name: String, value: String) throws(HTTPTransportError) -> String {
        guard HTTPField.Name(name) != nil else {
            throw HTTPTransportError(code: .invalidRequest, message: "A header name holds a character that it must not")
        }
        guard !value.utf8.contains(where: { $0 == 0 || $0 == 10 || $0 == 13 }) else {
            throw HTTPTransportError(
                code: .invalidRequest,
                message: "The value of header \(name) holds a line break or NUL"
            )
        }
        return value.isEmpty ? "\(name);" : "\(name): \(value)"
    }
}
