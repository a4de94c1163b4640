// SPDX-License-Identifier: Apache-2.0

/// A command with its arguments, all binary-safe.
///
/// The name is one word: `SCRIPT LOAD` is the command `SCRIPT` with the argument `LOAD`.
public struct RedisCommand: Sendable, Hashable {
    /// The command's name.
    public let name: String

    /// What goes over the wire, put together once.
    let bytes: [UInt8]

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
        self.name = name
        let name = RedisArgument.string(name)
        let parts = lists.reduce(1) { $0 + $1.count }
        var capacity = name.byteCount + (parts + 1) * RESPWriter.overhead
        for arguments in lists {
            for argument in arguments { capacity += argument.byteCount }
        }
        bytes = Array(unsafeUninitializedCapacity: capacity) { buffer, count in
            var writer = RESPWriter(buffer, parts: parts)
            writer.append(name)
            for arguments in lists {
                // By their places: an argument taken out of the list is copied.
                for place in arguments.indices { writer.append(arguments[place]) }
            }
            count = writer.count
        }
    }
}
