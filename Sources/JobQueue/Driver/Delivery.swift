// SPDX-License-Identifier: Apache-2.0

/// A job handed to a worker under a number that fences it: whoever loses the number can settle nothing.
public struct Delivery: Sendable {
    /// The delivery number. It grows with time: 256 a millisecond since 1970, so that none is given twice even where the
    /// store lost its last writes.
    public var number: Int64
    /// The envelope's bytes.
    public var bytes: [UInt8]

    /// Creates a delivery.
    public init(number: Int64, bytes: [UInt8]) {
        self.number = number
        self.bytes = bytes
    }
}
