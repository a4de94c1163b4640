// SPDX-License-Identifier: Apache-2.0

extension RedisServerError {
    /// Takes an error line apart, without its leading `-`.
    init(parsing line: String) {
        let text = Self.insideScript(Self.withoutArguments(line))
        guard !text.hasPrefix(Self.deniedInScript) else {
            self.init(prefix: .noPermission, message: String(text.dropFirst("ERR ".count)))
            return
        }
        let (word, rest) = text.cut(at: " ")
        guard !word.isEmpty, word.utf8.allSatisfy(Self.isPrefixByte) else {
            self.init(prefix: .generic, message: String(text))
            return
        }
        self.init(prefix: Prefix(rawValue: String(word)), message: String(rest ?? ""))
    }

    // Redis 7.0 names no kind where a script's user lacks a right; those before and after it say NOPERM.
    private static let deniedInScript = "ERR The user executing the script can't "

    private static func isPrefixByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    // Before version 7 the error of a command that a script ran comes at the end of a longer text, behind ": -".
    private static func insideScript(_ text: Substring) -> Substring {
        guard text.hasPrefix("ERR Error running script"), let mark = text.firstRange(of: ": -") else { return text }
        return text[mark.upperBound...]
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
