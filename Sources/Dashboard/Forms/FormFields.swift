// SPDX-License-Identifier: Apache-2.0

/// The fields of a form or of a query, as browsers send them.
struct FormFields: Sendable {
    private var values: [(name: String, value: String)] = []

    private static let maximumFields = 100

    init() {}

    init(parsing text: String) {
        for pair in text.split(separator: "&").prefix(Self.maximumFields) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values.append((Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : ""))
        }
    }

    /// The first value of a field; nil if it is missing or empty.
    subscript(_ name: String) -> String? {
        values.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// All values of a field but empty ones.
    func all(_ name: String) -> [String] {
        values.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    mutating func append(_ name: String, _ value: String?) {
        if let value { values.append((name, value)) }
    }

    /// As a query, without the question mark.
    var encoded: String {
        values.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    /// A text as part of an address.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            if byte < 0x80, unreserved.contains(byte) { return String(UnicodeScalar(byte)) }
            return (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    /// What is no valid escape stays as it is.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let code = UInt8(String(Substring(digits)), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
