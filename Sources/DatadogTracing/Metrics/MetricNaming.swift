// SPDX-License-Identifier: Apache-2.0

/// Names and tags as UTF-8 in the alphabet of DogStatsD, in which no text can end a field, a line or a datagram.
enum MetricNaming {
    /// Characters of a name, or of a tag with its key.
    private static let maximumLength = 200
    private static let replacement = UInt8(ascii: "_")

    /// ASCII letters, digits, `_` and `.`; anything else becomes `_`.
    static func name(_ label: String) -> [UInt8] {
        var name: [UInt8] = []
        name.reserveCapacity(label.utf8.count)
        for scalar in label.unicodeScalars.prefix(maximumLength) {
            name.append(isOfName(scalar) ? UInt8(truncatingIfNeeded: scalar.value) : replacement)
        }
        return name.isEmpty ? [replacement] : name
    }

    /// `key:value` of letters and digits of any script, `_`, `-`, `.`, `/` and, in the value, `:`.
    static func tag(_ key: String, _ value: String) -> [UInt8] {
        var tag: [UInt8] = []
        tag.reserveCapacity(key.utf8.count + value.utf8.count + 1)
        let room = maximumLength - appendKey(key, to: &tag) - 1
        guard !value.isEmpty, room > 0 else { return tag }
        tag.append(UInt8(ascii: ":"))
        for scalar in value.unicodeScalars.prefix(room) { append(scalar, to: &tag, allowsColon: true) }
        return tag
    }

    static func tagKey(_ key: String) -> [UInt8] {
        var bytes: [UInt8] = []
        appendKey(key, to: &bytes)
        return bytes
    }

    /// Gives the number of characters.
    @discardableResult
    private static func appendKey(_ key: String, to bytes: inout [UInt8]) -> Int {
        var count = 0
        for scalar in key.unicodeScalars.prefix(maximumLength) {
            append(scalar, to: &bytes, allowsColon: false)
            count += 1
        }
        if count == 0 { bytes.append(replacement) }
        return max(1, count)
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8], allowsColon: Bool) {
        if isOfName(scalar) || scalar == "-" || scalar == "/" || (allowsColon && scalar == ":") {
            bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        } else if !scalar.isASCII, isLetterOrNumber(scalar) {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        } else {
            bytes.append(replacement)
        }
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".": true
        default: false
        }
    }

    private static func isLetterOrNumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }
}
