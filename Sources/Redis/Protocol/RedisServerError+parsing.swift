// SPDX-License-Identifier: Apache-2.0

extension RedisServerError {
    /// Takes an error line apart, without its leading `-`.
    init(parsing line: String) {
        let text = Self.insideScript(Self.withoutArguments(line))
        let words = text.hasPrefix("ERR ") ? text.dropFirst("ERR ".count) : text
        guard !Self.isDenial(words) else {
            self.init(prefix: .noPermission, message: String(words))
            return
        }
        let (word, rest) = text.cut(at: " ")
        guard !word.isEmpty, word.utf8.allSatisfy(Self.isPrefixByte) else {
            self.init(prefix: .generic, message: String(text))
            return
        }
        self.init(prefix: Prefix(rawValue: String(word)), message: String(rest ?? ""))
    }

    // Where a script's user lacks a right, Redis 7.2 says NOPERM, while Redis before it and Valkey 9 name no kind.
    private static func isDenial(_ words: Substring) -> Bool {
        words.hasPrefix("The user executing the script can't ") || words.hasPrefix("ACL failure in script: ")
    }

    private static func isPrefixByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    // Before version 7 what a command answered to a script comes behind the places that the script ran it at: the kind with
    // a dash if the server refused to run the command, without one if the command failed. Texts of Lua itself stay whole.
    private static func insideScript(_ text: Substring) -> Substring {
        guard text.hasPrefix("ERR Error running script"), let head = text.firstRange(of: "): ") else { return text }
        var rest = text[head.upperBound...]
        while let inner = behindPlace(rest) { rest = inner }
        if rest.hasPrefix("-") { rest = rest.dropFirst() }
        let word = rest.cut(at: " ").0
        let isKind = !word.isEmpty && word.utf8.allSatisfy(isPrefixByte)
        return isKind || isDenial(rest) ? rest : text
    }

    // Behind "@user_script:1: " or "@user_script: 1: ".
    private static func behindPlace(_ text: Substring) -> Substring? {
        guard text.hasPrefix("@user_script:") else { return nil }
        let rest = text.dropFirst("@user_script:".count).drop { $0 == " " || $0.isWholeNumber }
        return rest.hasPrefix(": ") ? rest.dropFirst(2) : nil
    }

    // Redis quotes the beginning of the arguments of a command it does not know; those may be secret.
    private static func withoutArguments(_ line: String) -> Substring {
        var words = line[...]
        while let comma = words.firstIndex(of: ",") {
            guard !words[comma...].hasPrefix(", with args beginning with:") else { return line[..<comma] }
            words = words[words.index(after: comma)...]
        }
        return line[...]
    }
}
