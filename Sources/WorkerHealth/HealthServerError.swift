// SPDX-License-Identifier: Apache-2.0

/// Why a health server cannot listen.
public struct HealthServerError: Error, CustomStringConvertible {
    /// What was wrong, where, and what to do.
    public let message: String

    init(address: HealthAddress, reason: any Error) {
        message = "the health server cannot listen on \(address): \(reason); name another --health-address"
    }

    /// The message.
    public var description: String { message }
}
