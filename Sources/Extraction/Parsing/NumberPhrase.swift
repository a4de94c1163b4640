// SPDX-License-Identifier: Apache-2.0

/// Adds up a number from its words, refusing any order that is not a number.
struct NumberPhrase {
    private static let maximumSpelledDigits = 9

    /// Groups hold less than this: a thousand in European languages, a million in Thai.
    private let groupLimit: Int

    private var total = 0
    private var group = 0

    /// What is added next to the group must be below.
    private var room: Int

    /// The next group word must be below.
    private var scale = Int.max
    private var digit: Int?
    private var last: NumberToken?

    private init(groupLimit: Int) {
        self.groupLimit = groupLimit
        room = groupLimit
    }

    /// The number the words make; nil when they make none.
    static func value(of tokens: [NumberToken], groupLimit: Int) -> Int? {
        if let spelled = spelledDigits(tokens) { return spelled }
        var phrase = NumberPhrase(groupLimit: groupLimit)
        for token in tokens {
            guard phrase.take(token) else { return nil }
            phrase.last = token
        }
        guard phrase.last != nil, phrase.last != .and, phrase.addDigit() else { return nil }
        return phrase.total + phrase.group
    }

    /// A single digit, or a number read out digit by digit.
    private static func spelledDigits(_ tokens: [NumberToken]) -> Int? {
        guard !tokens.isEmpty, tokens.count <= maximumSpelledDigits else { return nil }
        var value = 0
        for token in tokens {
            guard case .digit(let digit) = token else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func take(_ token: NumberToken) -> Bool {
        switch token {
        case .digit(let value): takeDigit(value)
        case .term(let value, let below): digit == nil && add(value, below: below)
        case .place(let factor, let coefficient): takePlace(factor, coefficient)
        case .group(let factor, let coefficient): takeGroup(factor, coefficient)
        case .teen: takeTeen()
        case .finalOne: digit == nil && total + group > 0 && add(1, below: 1)
        case .and: last != nil && last != .and && addDigit()
        }
    }

    private mutating func takeDigit(_ value: Int) -> Bool {
        guard digit == nil, value > 0 else { return false }
        digit = value
        return true
    }

    private mutating func takeTeen() -> Bool {
        guard let units = digit, units > 1 else { return false }
        digit = nil
        return add(10 + units, below: 1)
    }

    private mutating func takePlace(_ factor: Int, _ coefficient: NumberToken.Coefficient) -> Bool {
        guard isComplete(coefficient, counted: digit != nil) else { return false }
        let value = (digit ?? 1) * factor
        digit = nil
        return factor < room && add(value, below: factor)
    }

    private mutating func takeGroup(_ factor: Int, _ coefficient: NumberToken.Coefficient) -> Bool {
        guard addDigit(), factor < scale, isComplete(coefficient, counted: group > 0) else { return false }
        guard group == 0 || last != .and else { return false }
        total += max(group, 1) * factor
        scale = factor
        group = 0
        room = min(groupLimit, factor)
        return true
    }

    private func isComplete(_ coefficient: NumberToken.Coefficient, counted: Bool) -> Bool {
        switch coefficient {
        case .required: counted
        case .optional: true
        case .unlessFirst: counted || last == nil
        case .included: !counted
        }
    }

    /// Adds the digit that waited for a place, now that none came.
    private mutating func addDigit() -> Bool {
        guard let units = digit else { return true }
        digit = nil
        return add(units, below: 1)
    }

    private mutating func add(_ value: Int, below: Int) -> Bool {
        guard value < room else { return false }
        group += value
        room = below
        return true
    }
}
