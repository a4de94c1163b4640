// SPDX-License-Identifier: Apache-2.0

/// Which of the two Thai forms a sheet is; other sheets leave it out, and an unknown wording is kept as it was read.
public struct FormType: RawRepresentable, Hashable, Sendable {
    /// The name as results carry it.
    public let rawValue: String

    /// A form of this name, known or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Votes for candidates of one constituency.
    public static let constituency = FormType(rawValue: "Constituency")

    /// Votes for parties.
    public static let partyList = FormType(rawValue: "PartyList")

    /// Reads what a model wrote: spelling variants of the two known names become these names.
    init(written text: String) {
        let letters = String(text.lowercased().filter(\.isLetter))
        switch letters {
        case "constituency": self = .constituency
        case "partylist": self = .partyList
        default: self.init(rawValue: text)
        }
    }
}
