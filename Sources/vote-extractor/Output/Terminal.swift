// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// Standard output and standard error, and what they are connected to.
enum Terminal {
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    /// One line to standard output.
    static func print(_ line: String) { output(Array((line + "\n").utf8)) }

    /// Lines that may hold what strangers wrote, to standard output: exactly these bytes, unless a person reads them.
    static func print(_ lines: [UInt8]) {
        guard outputIsTerminal else { return output(lines + [0x0A]) }
        for line in lines.split(separator: 0x0A, omittingEmptySubsequences: false) {
            print(String(decoding: line, as: UTF8.self).printable)
        }
    }

    /// Ends the process where standard output takes no more: what is missing there must not pass for all there is.
    private static func output(_ bytes: [UInt8]) {
        let problem = write(bytes, to: STDOUT_FILENO)
        guard problem != 0 else { return }
        if problem != EPIPE { complain("standard output cannot be written: \(String(cString: strerror(problem)))") }
        leave(.failure)
    }

    /// Text to standard error, without a line end; if nobody can be told, nobody is.
    static func note(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

    /// Zero, or the number of the error.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

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
