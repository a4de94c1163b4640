// SPDX-License-Identifier: Apache-2.0

extension String {
    /// An address with a mark in place of its password, and of those in its query; other texts as they are.
    var withoutPassword: String {
        guard let scheme = firstRange(of: "://") else { return self }
        let (path, query) = split(atFirst: "?")
        return path.maskingUser(after: scheme.upperBound) + (query.map { "?" + Self.masked(query: $0) } ?? "")
    }

    private func firstRange(of text: String) -> Range<String.Index>? { ranges(of: text).first }

    private func split(atFirst mark: Character) -> (String, String?) {
        guard let place = firstIndex(of: mark) else { return (self, nil) }
        return (String(self[..<place]), String(self[index(after: place)...]))
    }

    /// What stands before the last `@` is user and password, up to which the user is shown.
    private func maskingUser(after start: String.Index) -> String {
        guard let sign = self[start...].lastIndex(of: "@"), let colon = self[start..<sign].firstIndex(of: ":") else {
            return self
        }
        return self[...colon] + "****" + self[sign...]
    }

    private static func masked(query: String) -> String {
        query.split(separator: "&", omittingEmptySubsequences: false).map { part in
            let name = part.prefix { $0 != "=" }
            return name.lowercased().contains("password") && name.count < part.count ? "\(name)=****" : String(part)
        }.joined(separator: "&")
    }
}
