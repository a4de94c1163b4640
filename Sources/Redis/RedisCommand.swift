// SPDX-License-Identifier: Apache-2.0

/// A command with its arguments, all binary-safe.
///
/// The name is one word: `SCRIPT LOAD` is the command `SCRIPT` with the argument `LOAD`.
public struct RedisCommand: Sendable, Hashable {
    // All parts one after the other, and the length of each: one pointer is enough to hand them to hiredis.
    let bytes: [UInt8]
    let lengths: [Int]

    /// Creates the command `name` with its arguments.
    public init(_ name: String, _ arguments: RedisArgument...) {
        self.init(name, arguments: arguments)
    }

    /// Creates the command `name` with its arguments.
    public init(_ name: String, arguments: [RedisArgument]) {
        self.init(name, joining: [arguments])
    }

    /// Creates the command `name` with the arguments of all lists, one after the other.
    init(_ name: String, joining lists: [[RedisArgument]]) {
        var bytes: [UInt8] = []
        var lengths: [Int] = []
        bytes.reserveCapacity(lists.joined().reduce(name.utf8.count) { $0 + $1.byteCount })
        lengths.reserveCapacity(lists.reduce(1) { $0 + $1.count })
        bytes.append(contentsOf: name.utf8)
        lengths.append(bytes.count)
        for arguments in lists {
            for argument in arguments {
                let start = bytes.count
                argument.append(to: &bytes)
                lengths.append(bytes.count - start)
            }
        }
        self.bytes = bytes
        self.lengths = lengths
    }

    /// The command's name.
    public var name: String { String(decoding: bytes.prefix(lengths[0]), as: UTF8.self) }
}
