// SPDX-License-Identifier: Apache-2.0

/// A job handed to a worker under a number that fences it: whoever loses the number can settle nothing.
public struct Delivery: Sendable {
    /// The delivery number. It grows with time: 256 a millisecond since 1970, so that none is given twice even where the
    /// store lost its last writes.
    public var number: Int64
    /// The envelope's bytes; empty where they are withheld.
    public var bytes: [UInt8]
    /// How many bytes the envelope has, if they are more than the queue hands out; see ``JobQueueLimits/deliveryBytes``.
    public var withheldBytes: Int?

    /// Creates a delivery.
    public init(number: Int64, bytes: [UInt8]) {
        self.number = number
        self.bytes = bytes
    }

    /// Creates a delivery of which only the size is handed out.
    public init(number: Int64, withheldBytes: Int) {
        self.number = number
        self.withheldBytes = withheldBytes
        bytes = []
    }
}
