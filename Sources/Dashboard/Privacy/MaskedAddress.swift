// SPDX-License-Identifier: Apache-2.0

/// An address with user, query or fragment, which may hold a signature: only what comes before may be shown.
struct MaskedAddress {
    let shown: String

    /// Nil for what is no address, or has nothing to hide.
    init?(_ text: String) {
        guard let separator = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<separator.upperBound]
        var rest = text[separator.upperBound...]
        var hides = false
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@") {
            rest = rest[rest.index(after: at)...]
            hides = true
        }
        if let end = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) {
            rest = rest[...end]
            hides = true
        }
        guard hides else { return nil }
        shown = String(scheme + rest)
    }
}
