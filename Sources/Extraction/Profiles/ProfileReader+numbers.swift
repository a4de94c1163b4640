// SPDX-License-Identifier: Apache-2.0

import JSON

extension ProfileReader {
    mutating func numbers(_ json: JSONValue?) -> NumberLocale {
        guard let json else { return .any }
        guard let object = json.objectValue else {
            note("numbers", "must be an object with languages and group_separators")
            return .any
        }
        expect(["languages", "group_separators"], in: object, at: "numbers")
        return NumberLocale(
            languages: languages(object["languages"]) ?? NumberLocale.any.languages,
            groupSeparators: separators(object["group_separators"]) ?? NumberLocale.any.groupSeparators
        )
    }

    private mutating func languages(_ json: JSONValue?) -> [NumberLocale.Language]? {
        guard let json else { return nil }
        let known = NumberLocale.Language.allCases.map(\.rawValue).joined(separator: ", ")
        guard let items = json.arrayValue else {
            note("numbers.languages", "must be a list out of \(known)")
            return nil
        }
        return items.enumerated().compactMap { index, item in
            let language = item.stringValue.flatMap(NumberLocale.Language.init)
            if language == nil { note("numbers.languages[\(index)]", "is not known; known are \(known)") }
            return language
        }
    }

    private mutating func separators(_ json: JSONValue?) -> Set<Unicode.Scalar>? {
        guard let json else { return nil }
        let scalars = json.arrayValue?.map { $0.stringValue.map { Array($0.unicodeScalars) } ?? [] } ?? [[]]
        guard scalars.allSatisfy({ $0.count == 1 && NumberLocale.allGroupSeparators.contains($0[0]) }) else {
            note(
                "numbers.group_separators",
                "must be a list out of , . ' \u{2019} and the spaces U+00A0, U+2009, U+202F"
            )
            return nil
        }
        return Set(scalars.map { $0[0] })
    }
}
