// SPDX-License-Identifier: Apache-2.0

/// How a kind of sheet writes its numbers; what is not said is understood in every way that leaves no doubt.
public struct NumberLocale: Sendable, Hashable {
    /// A language whose number words are understood, by its ISO 639 code.
    public enum Language: String, Sendable, Hashable, CaseIterable {
        /// ไทย
        case thai = "th"
        /// English
        case english = "en"
        /// Bahasa Indonesia
        case indonesian = "id"
        /// Português
        case portuguese = "pt"
    }

    /// Whose number words are tried, in this order.
    public let languages: [Language]

    /// What may part groups of three digits; a number with any other is none.
    public let groupSeparators: Set<Unicode.Scalar>

    /// Comma, full stop, both apostrophes, and the spaces that do not break a line; a plain space may part two numbers.
    public static let allGroupSeparators: Set<Unicode.Scalar> = [
        ",", ".", "'", "\u{2019}", "\u{00A0}", "\u{2009}", "\u{202F}",
    ]

    /// A locale; separators other than ``allGroupSeparators`` have no effect.
    public init(
        languages: [Language] = Language.allCases,
        groupSeparators: Set<Unicode.Scalar> = allGroupSeparators
    ) {
        self.languages = languages
        self.groupSeparators = groupSeparators.intersection(Self.allGroupSeparators)
    }

    /// Every language and every separator.
    public static let any = NumberLocale()
}

extension NumberLocale.Language {
    var words: NumberLanguage {
        switch self {
        case .thai: .thai
        case .english: .english
        case .indonesian: .indonesian
        case .portuguese: .portuguese
        }
    }
}
