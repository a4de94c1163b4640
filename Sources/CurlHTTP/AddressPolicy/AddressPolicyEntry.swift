// SPDX-License-Identifier: Apache-2.0

/// One exception of an ``AddressPolicy``, understood.
enum AddressPolicyEntry: Hashable {
    case range(AddressRange)
    case host(String)

    init?(parsing text: String) {
        if let range = AddressRange(parsing: text) {
            self = .range(range)
        } else if let host = Self.host(text) {
            self = .host(host)
        } else {
            return nil
        }
    }

    /// The form in which host names are compared: lower case, without the root's dot.
    static func canonicalHost(_ text: some StringProtocol) -> String {
        let name = text.lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }

    private static func host(_ text: String) -> String? {
        let name = canonicalHost(text)
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel) else { return nil }
        // A name whose last label is a number is a misspelt address, not a name.
        guard let last = labels.last, !last.allSatisfy(\.isNumber) else { return nil }
        return name
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "-"), UInt8(ascii: "_"): true
                default: false
                }
            }
    }
}
