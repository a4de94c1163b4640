// SPDX-License-Identifier: Apache-2.0

/// The words of a command line, for what must be known of it before it is parsed, or beside that.
struct ArgumentTexts: Sendable {
    private let words: ArraySlice<String>

    init(_ words: [String]) { self.words = words.prefix { $0 != "--" } }

    /// The values that an option is given, in order; `true` or `false` for a flag that stands alone.
    func texts(of option: String, takesValue: Bool = true) -> [String] {
        words.indices.compactMap { index in
            let word = words[index]
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
            guard takesValue else {
                return word == option ? "true" : word == "--no-" + option.dropFirst(2) ? "false" : nil
            }
            return word == option && index + 1 < words.endIndex ? words[index + 1] : nil
        }
    }

    /// What the command line says of a setting; nil if nothing.
    func texts(of entry: SettingEntry) -> [String]? {
        guard let flag = entry.flag else { return nil }
        let texts = texts(of: flag, takesValue: entry.form != .truth)
        guard let last = texts.last else { return nil }
        return entry.form == .list ? texts : [last]
    }
}
