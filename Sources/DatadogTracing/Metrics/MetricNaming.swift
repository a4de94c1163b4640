// SPDX-License-Identifier: Apache-2.0

/// Names and tags in the alphabet of DogStatsD, in which no text can end a field, a line or a datagram.
enum MetricNaming {
    /// Characters of a name, or of a tag with its key.
    private static let maximumLength = 200

    /// ASCII letters, digits, `_` and `.`; anything else becomes `_`.
    static func name(_ label: String) -> String {
        let name = label.unicodeScalars.prefix(maximumLength).map { isOfName($0) ? Character($0) : "_" }
        return name.isEmpty ? "_" : String(name)
    }

    /// `key:value` of letters and digits of any script, `_`, `-`, `.`, `/` and, in the value, `:`.
    static func tag(_ key: String, _ value: String) -> String {
        let key = tagKey(key)
        guard !value.isEmpty else { return key }
        let room = max(0, maximumLength - key.unicodeScalars.count - 1)
        let scalars = value.unicodeScalars.prefix(room)
        return key + ":" + String(scalars.map { isOfTag($0) || $0 == ":" ? Character($0) : "_" })
    }

    static func tagKey(_ key: String) -> String {
        let scalars = key.unicodeScalars.prefix(maximumLength)
        return scalars.isEmpty ? "_" : String(scalars.map { isOfTag($0) ? Character($0) : "_" })
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".": true
        default: false
        }
    }

    private static func isOfTag(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isOfName(scalar) || scalar == "-" || scalar == "/" }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        case .decimalNumber, .letterNumber, .otherNumber: return true
        default: return false
        }
    }
}
