// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// Standard output and standard error, and what they are connected to.
enum Terminal {
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    /// One line to standard output.
    static func print(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    /// Lines that may hold what strangers wrote, to standard output: exactly these bytes, unless a person reads them.
    static func print(_ lines: [UInt8]) {
        guard outputIsTerminal else { return FileHandle.standardOutput.write(Data(lines + [0x0A])) }
        for line in lines.split(separator: 0x0A, omittingEmptySubsequences: false) {
            print(String(decoding: line, as: UTF8.self).printable)
        }
    }

    /// Text to standard error, without a line end.
    static func note(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    /// One line to standard error.
    static func complain(_ line: String) { note(line + "\n") }

    /// Ends the process at once.
    static func leave(_ code: ExitCode) -> Never { exit(code.rawValue) }

    /// Puts text in bold where a person reads it.
    static func bold(_ text: String) -> String { styled("1", text) }

    /// Puts text in red where a person reads it.
    static func red(_ text: String) -> String { styled("31", text) }

    /// Puts text in green where a person reads it.
    static func green(_ text: String) -> String { styled("32", text) }

    private static func styled(_ code: String, _ text: String) -> String {
        outputIsTerminal && Environment["NO_COLOR"] == nil ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
