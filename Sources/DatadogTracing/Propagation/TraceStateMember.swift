// SPDX-License-Identifier: Apache-2.0

/// Our own member of `tracestate`: `dd=p:…;s:…;o:…;t.…:…`.
struct TraceStateMember: Sendable, Hashable {
    var samplingPriority: Int?
    var origin: String?
    var parentID: String?
    var tags = PropagationTags()

    static let key = "dd="
    private static let maximumLength = 256

    init() {}

    /// The entries of a member's value; nil if one of them is malformed. Unknown entries are left out.
    init?(_ value: some StringProtocol) {
        for item in value.split(separator: ";", omittingEmptySubsequences: false) {
            guard let colon = item.firstIndex(of: ":") else { return nil }
            let key = item[..<colon]
            read(key: String(key), value: String(item[item.index(after: colon)...]))
        }
    }

    private mutating func read(key: String, value: String) {
        switch key {
        case "s": samplingPriority = Int(value)
        case "o": origin = Self.decoded(value)
        case "p": parentID = UInt64(hexadecimal: value) == nil ? nil : value
        case _ where key.hasPrefix("t."): tags[PropagationTags.prefix + key.dropFirst(2)] = Self.decoded(value)
        default: break
        }
    }

    /// `dd=…`, with the tags that fit into 256 characters; empty if there is nothing to say.
    var text: String {
        var items: [String] = []
        if let parentID { items.append("p:\(parentID)") }
        if let samplingPriority { items.append("s:\(samplingPriority)") }
        if let origin { items.append("o:\(Self.encoded(origin))") }
        var length = Self.key.count + items.reduce(0) { $0 + $1.utf8.count + 1 }
        for tag in tags.tags {
            let item =
                "t.\(Self.encodedKey(tag.key.dropFirst(PropagationTags.prefix.count))):\(Self.encoded(tag.value))"
            guard length + item.utf8.count <= Self.maximumLength else { continue }
            length += item.utf8.count + 1
            items.append(item)
        }
        return items.isEmpty ? "" : Self.key + items.joined(separator: ";")
    }

    private static func decoded(_ value: String) -> String {
        String(value.map { $0 == "~" ? "=" : $0 })
    }

    private static func encoded(_ value: String) -> String {
        String(
            value.unicodeScalars.map { scalar -> Character in
                switch scalar {
                case "=": "~"
                case ",", ";", "~": "_"
                case " "..."~": Character(scalar)
                default: "_"
                }
            }
        )
    }

    private static func encodedKey(_ key: some StringProtocol) -> String {
        String(
            key.unicodeScalars.map { scalar -> Character in
                switch scalar {
                case ",", "=", ";", ":", "~": "_"
                case "!"..."~": Character(scalar)
                default: "_"
                }
            }
        )
    }
}
