// SPDX-License-Identifier: Apache-2.0

/// A line of a DogStatsD datagram, read by the letter of the protocol and independently of the writer.
struct DogStatsDLine: Equatable {
    var name: String
    var values: [Double]
    var type: String
    var rate = 1.0
    var tags: [String] = []
    var container: String?

    /// Nil if anything is not as the protocol says.
    init?(_ line: Substring) {
        let fields = line.split(separator: "|", omittingEmptySubsequences: false)
        guard fields.count >= 2, let colon = fields[0].firstIndex(of: ":") else { return nil }
        name = String(fields[0][..<colon])
        guard name.wholeMatch(of: /[A-Za-z0-9_.]{1,200}/) != nil else { return nil }
        let texts = fields[0][fields[0].index(after: colon)...].split(separator: ":", omittingEmptySubsequences: false)
        values = texts.compactMap { Double($0) }
        guard values.count == texts.count, values.allSatisfy(\.isFinite) else { return nil }
        type = String(fields[1])
        guard ["c", "g", "d"].contains(type), type == "d" || values.count == 1 else { return nil }
        var rest = fields[2...]
        if let text = Self.take("@", &rest) {
            guard let rate = Double(text), rate > 0, rate < 1 else { return nil }
            self.rate = rate
        }
        if let text = Self.take("#", &rest) {
            tags = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard tags.allSatisfy(Self.isTag) else { return nil }
        }
        container = Self.take("c:", &rest).map(String.init)
        guard rest.isEmpty else { return nil }
    }

    private static func take(_ mark: String, _ fields: inout ArraySlice<Substring>) -> Substring? {
        guard let field = fields.first, field.hasPrefix(mark) else { return nil }
        fields.removeFirst()
        return field.dropFirst(mark.count)
    }

    private static func isTag(_ tag: String) -> Bool {
        (1...200).contains(tag.unicodeScalars.count)
            && tag.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "_:/.-".unicodeScalars.contains(scalar)
            }
    }
}
