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
        var bytes: [UInt8] = []
        var lengths: [Int] = []
        bytes.reserveCapacity(arguments.reduce(name.utf8.count) { $0 + $1.byteCount })
        lengths.reserveCapacity(arguments.count + 1)
        bytes.append(contentsOf: name.utf8)
        lengths.append(bytes.count)
        for argument in arguments {
            let start = bytes.count
            switch argument {
            case .string(let text): bytes.append(contentsOf: text.utf8)
            case .integer(let number): bytes.append(contentsOf: String(number).utf8)
            case .bytes(let value): bytes.append(contentsOf: value)
            }
            lengths.append(bytes.count - start)
        }
        self.bytes = bytes
        self.lengths = lengths
    }

    /// The command's name.
    public var name: String { String(decoding: bytes.prefix(lengths[0]), as: UTF8.self) }
}
