// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A setting and the type of its value. Options take their defaults from it, so a flag goes before everything else.
struct Setting<Value: Sendable>: Sendable {
    let entry: SettingEntry
    private let standard: Value
    private let read: @Sendable ([String]) -> Value?

    /// What the environment says, else the file, else the default. What cannot be used was complained of at the start.
    var value: Value {
        SettingSources.current.found(entry).flatMap { read($0.texts) } ?? standard
    }

    /// What the flag says, else ``value``: for defaults that follow another setting.
    var given: Value { SettingSources.current.arguments.texts(of: entry).flatMap(read) ?? value }

    private init(
        _ variable: String,
        _ flag: String?,
        _ form: SettingEntry.Form,
        _ allowed: String,
        standard: (texts: [String], value: Value),
        isSecret: Bool = false,
        read: @escaping @Sendable ([String]) -> Value?
    ) {
        entry = SettingEntry(
            variable: variable,
            flag: flag,
            form: form,
            allowed: allowed,
            standard: standard.texts,
            isSecret: isSecret
        ) { read($0) != nil }
        self.standard = standard.value
        self.read = read
    }
}

extension Setting where Value == String {
    init(
        _ variable: String,
        _ flag: String,
        default standard: String,
        _ allowed: String = "a text",
        where accepts: @escaping @Sendable (String) -> Bool = { _ in true }
    ) {
        self.init(variable, flag, .text, allowed, standard: ([standard], standard)) {
            $0.first.flatMap { accepts($0) ? $0 : nil }
        }
    }
}

extension Setting where Value == String? {
    /// - Parameter unset: What is done as if it were the value where there is none.
    init(_ variable: String, _ flag: String, unset: String? = nil) {
        self.init(variable, flag, .text, "a text", standard: (unset.map { [$0] } ?? [], nil)) { .some($0.first) }
    }

    /// A key or token.
    static func secret(_ variable: String) -> Self {
        Setting(variable, nil, .text, "a text", standard: ([], nil), isSecret: true) { .some($0.first) }
    }

    /// What only files and variables name.
    ///
    /// - Parameter unset: What is done as if it were the value where there is none.
    static func withoutFlag(_ variable: String, unset: String? = nil) -> Self {
        Setting(variable, nil, .text, "a text", standard: (unset.map { [$0] } ?? [], nil)) { .some($0.first) }
    }
}

extension Setting where Value == Int {
    init(_ variable: String, _ flag: String, in range: ClosedRange<Int>, default standard: Int) {
        self.init(variable, flag, .number, range.described, standard: (["\(standard)"], standard)) { range.number($0) }
    }
}

extension Setting where Value == Int? {
    init(_ variable: String, _ flag: String, in range: ClosedRange<Int>) {
        self.init(variable, flag, .number, range.described, standard: ([], nil)) { texts in
            range.number(texts).map { $0 }
        }
    }
}

extension Setting where Value == Bool {
    /// Off, or what is given, unless somebody says otherwise.
    init(_ variable: String, _ flag: String, default standard: Bool = false) {
        self.init(variable, flag, .truth, "true or false", standard: (["\(standard)"], standard)) {
            $0.first.flatMap(Bool.init(yesOrNo:))
        }
    }
}

extension Setting where Value == [String] {
    /// Nothing unless somebody says otherwise.
    init(_ variable: String, _ flag: String) {
        self.init(variable, flag, .list, "a list", standard: ([], [])) { $0 }
    }
}

extension Setting where Value: ExpressibleByArgument {
    /// A value that is written as on the command line.
    init(_ variable: String, _ flag: String, written allowed: String, default standard: Value, as text: String) {
        self.init(variable, flag, .text, allowed, standard: ([text], standard)) {
            $0.first.flatMap { Value(argument: $0.lowercased()) }
        }
    }
}

extension Setting {
    /// A value that is written as on the command line, and nothing unless somebody says otherwise.
    init<Wrapped: ExpressibleByArgument>(_ variable: String, _ flag: String, written allowed: String)
    where Value == Wrapped? {
        self.init(variable, flag, .text, allowed, standard: ([], nil)) { texts in
            texts.first.flatMap { Wrapped(argument: $0) }.map { .some($0) }
        }
    }

    /// Values that are written as on the command line.
    init<Element: ExpressibleByArgument>(_ variable: String, _ flag: String, eachWritten allowed: String)
    where Value == [Element] {
        self.init(variable, flag, .list, allowed, standard: ([], [])) { texts in
            let values = texts.compactMap { Element(argument: $0) }
            return values.count == texts.count ? values : nil
        }
    }
}

extension Setting<Int> {
    /// Refuses what an option was given: the parser only knows that it is a number.
    func check(_ number: Int) throws { try entry.check("\(number)") }
}

extension Setting<Int?> {
    /// Refuses what an option was given: the parser only knows that it is a number.
    func check(_ number: Int?) throws { if let number { try entry.check("\(number)") } }
}

extension SettingEntry {
    fileprivate func check(_ text: String) throws {
        guard accepts([text]) else { throw ValidationError("\(flag ?? variable) must be \(allowed), not \(text)") }
    }
}

extension ClosedRange<Int> {
    fileprivate var described: String { "a whole number from \(lowerBound) to \(upperBound)" }

    fileprivate func number(_ texts: [String]) -> Int? {
        texts.first.flatMap { Int($0) }.flatMap { contains($0) ? $0 : nil }
    }
}
