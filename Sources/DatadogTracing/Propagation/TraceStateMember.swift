// SPDX-License-Identifier: Apache-2.0

/// The value of our own member of `tracestate`: `p:…;s:…;o:…;t.…:…`.
struct TraceStateMember: Sendable, Hashable {
    var samplingPriority: Int?
    var origin: String?
    var parentID: String?
    var tags = PropagationTags()

    static let key = "dd="
    private static let maximumLength = 256
    /// What is longer was not written by a tracer of Datadog's, which all keep to half of it.
    static let longestRead = 512
    /// Kept free for `dd=p:0123456789abcdef;`.
    private static let reservedLength = 22

    init() {}

    /// The entries of a member's value; nil if one of them is malformed. Unknown entries are left out.
    init?(_ value: Substring) {
        var priority: Substring?
        for item in value.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            guard let colon = item.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let value = Substring(item[item.index(after: colon)...])
            switch Substring(item[..<colon]) {
            case "s": priority = value
            case "o": origin = Self.decoded(value)
            case "p": parentID = value.isEmpty ? nil : String(value)
            case let key where key.hasPrefix("t."):
                tags[PropagationTags.prefix + key.dropFirst(2)] = Self.decoded(value)
            default: break
            }
        }
        guard let priority else { return }
        guard let number = Int(priority.trimmingSpaces()) else { return nil }
        samplingPriority = number
    }

    /// The entries that fit into 256 characters; nil if there is nothing to say.
    var text: String? {
        var text = ""
        var length = Self.reservedLength
        func append(_ key: String, _ value: String) {
            let size = key.utf8.count + 1 + value.utf8.count + (text.isEmpty ? 0 : 1)
            guard length + size <= Self.maximumLength else { return }
            length += size
            text += text.isEmpty ? "\(key):\(value)" : ";\(key):\(value)"
        }
        if let samplingPriority { append("s", String(samplingPriority)) }
        if let origin, !origin.isEmpty, origin.isPrintable { append("o", Self.encoded(origin)) }
        for tag in orderedTags {
            append("t." + Self.encodedKey(tag.key.dropFirst(PropagationTags.prefix.count)), Self.encoded(tag.value))
        }
        guard let parentID else { return text.isEmpty ? nil : text }
        return text.isEmpty ? "p:\(parentID)" : "p:\(parentID);\(text)"
    }

    /// Who decided and who the user is go before all others, for there may not be room for all.
    private var orderedTags: [PropagationTags.Tag] {
        let first = [PropagationTags.decisionMaker, PropagationTags.userID]
        let leading = first.compactMap { key in tags.tags.first { $0.key == key && !$0.value.isEmpty } }
        return leading + tags.tags.filter { !first.contains($0.key) }
    }

    private static func decoded(_ value: Substring) -> String {
        guard value.utf8.contains(UInt8(ascii: "~")) else { return String(value) }
        return String(value.map { $0 == "~" ? "=" : $0 })
    }

    private static func encoded(_ value: String) -> String {
        replacing(value) { $0 == "=" ? "~" : ($0 == "," || $0 == ";" || $0 == "~" ? "_" : nil) }
    }

    private static func encodedKey(_ key: Substring) -> String {
        replacing(String(key)) { scalar in
            switch scalar {
            case " ", ",", "=", ";", ":", "~": "_"
            default: nil
            }
        }
    }

    /// The text with some characters replaced, and one `_` for each run of characters that are not printable.
    private static func replacing(_ text: String, _ replacement: (Unicode.Scalar) -> Unicode.Scalar?) -> String {
        guard !text.isPrintable || text.unicodeScalars.contains(where: { replacement($0) != nil }) else { return text }
        var result = String.UnicodeScalarView()
        var isInRun = false
        for scalar in text.unicodeScalars {
            let isPrintable = scalar >= " " && scalar <= "~"
            if isPrintable || !isInRun { result.append(isPrintable ? replacement(scalar) ?? scalar : "_") }
            isInRun = !isPrintable
        }
        return String(result)
    }
}
