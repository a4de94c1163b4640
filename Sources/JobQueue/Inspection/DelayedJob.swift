// SPDX-License-Identifier: Apache-2.0

import JSON

/// A job that comes back later.
public struct DelayedJob: Sendable, Hashable {
    /// The number of the delivery that put it off.
    public var delivery: Int64
    /// When it comes due, by the queue's clock.
    public var due: Moment
    /// The envelope's bytes.
    public var bytes: [UInt8]

    /// Creates a delayed job.
    public init(delivery: Int64, due: Moment, bytes: [UInt8]) {
        self.delivery = delivery
        self.due = due
        self.bytes = bytes
    }

    /// The envelope without its producer's wish to wait (`options.not_before_ms`), at which a worker would put it off anew;
    /// nil where it has none that can be read.
    public var bytesWithoutWait: [UInt8]? {
        guard let members = try? JSONScanner.topLevelMembers(of: bytes),
            let range = members.last(where: { $0.key == "options" })?.valueRange,
            var options = try? JSONValue(parsing: Array(bytes[range])).objectValue,
            options["not_before_ms"] != nil
        else { return nil }
        options["not_before_ms"] = nil
        return bytes[..<range.lowerBound] + JSONValue.object(options).serialized() + bytes[range.upperBound...]
    }
}
