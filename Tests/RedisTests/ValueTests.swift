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

    @Test func commandsAreFlat() {
        let command = RedisCommand("SET", "key", .bytes([0, 1]), 7, "")
        #expect(command.name == "SET")
        #expect(command.bytes == Array("SETkey".utf8) + [0, 1] + Array("7".utf8))
        #expect(command.lengths == [3, 3, 2, 1, 0])
        let parts = command.withArguments { count, pointers, lengths in
            (0..<Int(count)).map { index in
                Array(UnsafeRawBufferPointer(start: pointers[index], count: lengths[index]))
            }
        }
        #expect(parts == [Array("SET".utf8), Array("key".utf8), [0, 1], Array("7".utf8), []])
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
