// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Redis

struct ValueTests {
    @Test(arguments: [
        ("WRONGTYPE Operation against a key", "WRONGTYPE", "Operation against a key"),
        ("ERR unknown command 'X', with args beginning with: 'secret'", "ERR", "unknown command 'X'"),
        ("ERR one, two", "ERR", "one, two"),
        ("lower case", "ERR", "lower case"),
        ("NOAUTH", "NOAUTH", ""),
        ("", "ERR", ""),
    ])
    func errorLines(line: String, prefix: String, message: String) {
        let error = RedisServerError(parsing: line)
        #expect(error.prefix.rawValue == prefix)
        #expect(error.message == message)
    }

    private static let before7 = "ERR Error running script (call to f_3d9f): @user_script:1: "
    private static let denied = "The user executing the script can't "

    /// What Redis 6.2.5, Redis 7.0.15 and Valkey 9.1.2 answered. Without a message, it is all of the line but `ERR`.
    @Test(
        arguments: [
            (
                "\(before7)@user_script: 1: \(denied)run this command or subcommand", "NOPERM",
                "\(denied)run this command or subcommand"
            ),
            (
                "\(before7)@user_script: 1: \(denied)access at least one of the keys", "NOPERM",
                "\(denied)access at least one of the keys"
            ),
            ("ERR \(denied)run this command or subcommand script: 3d9f, on @user_script:1.", "NOPERM", nil),
            ("ERR ACL failure in script: User u has no permissions to run the 'lpush' command", "NOPERM", nil),
            ("ERR ACL failure in script: No permissions to access a key script: on @user_script:1.", "NOPERM", nil),
            ("\(before7)WRONGTYPE Operation against a key", "WRONGTYPE", "Operation against a key"),
            (
                "WRONGTYPE Operation against a key script: on @user_script:1.", "WRONGTYPE",
                "Operation against a key script: on @user_script:1."
            ),
            ("\(before7)@user_script: 24: -OOM command not allowed", "OOM", "command not allowed"),
            ("\(before7)@user_script: 1: Unknown Redis command called from Lua script", "ERR", nil),
            ("\(before7)user_script:1: boom: WRONGTYPE x", "ERR", nil),
            (
                "ERR Error running script (call to f_3d9f): @enable_strict_lua:15: user_script:1: Script attempted",
                "ERR",
                nil
            ),
            ("ERR Error running script (call to f_3d9f): no place", "ERR", nil),
            ("FENCED lost", "FENCED", "lost"),
        ] as [(String, String, String?)]
    )
    func errorLinesOfScripts(line: String, prefix: String, message: String?) {
        let error = RedisServerError(parsing: line)
        #expect(error.prefix.rawValue == prefix)
        #expect(error.message == message ?? String(line.dropFirst("ERR ".count)))
    }

    @Test(arguments: [("LOADING", true), ("READONLY", true), ("BUSY", true), ("NOPERM", false), ("ERR", false)])
    func retriable(prefix: String, expected: Bool) {
        let error = RedisServerError(prefix: .init(rawValue: prefix), message: "")
        #expect(RedisError(code: .server, message: "", serverError: error).isRetriable == expected)
    }

    @Test func accessors() {
        #expect(RESPValue.bulk(Array("12".utf8)).int == 12)
        #expect(RESPValue.bulk([0xFF]).string == nil)
        #expect(RESPValue.bulk([0xFF]).bytes == [0xFF])
        #expect(RESPValue.status("OK").bytes == Array("OK".utf8))
        #expect(RESPValue.array([.null]).array == [.null])
        #expect(RESPValue.integer(-3).int == -3)
        #expect(RESPValue.null.string == nil)
    }

    @Test func commandsAreAsTheyGoOverTheWire() {
        let command = RedisCommand("SET", "key", .bytes([0, 1, 13, 10]), -7, "", .string("ü23456789"))
        #expect(command.name == "SET")
        let text = "*6\r\n$3\r\nSET\r\n$3\r\nkey\r\n$4\r\n\0\u{1}\r\n\r\n$2\r\n-7\r\n$0\r\n\r\n$10\r\nü23456789\r\n"
        #expect(String(decoding: command.bytes, as: UTF8.self) == text)
        let many = RedisCommand("DEL", joining: [["a"], Array(repeating: "b", count: 10)])
        #expect(many.bytes.starts(with: "*12\r\n$3\r\nDEL\r\n$1\r\na\r\n".utf8))
    }

    @Test func backoffStaysWithinItsBounds() {
        var generator = SystemRandomNumberGenerator()
        var backoff = ReconnectBackoff()
        var bounds: [Duration] = []
        for _ in 0..<10 {
            let bound = backoff.bound
            bounds.append(bound)
            let pause = backoff.next(using: &generator)
            #expect(pause >= .zero && pause <= bound)
        }
        #expect(bounds.first == .milliseconds(50))
        #expect(bounds == bounds.sorted())
        #expect(bounds.last == .seconds(3))
        backoff.reset()
        #expect(backoff.bound == .milliseconds(50))
    }
}
