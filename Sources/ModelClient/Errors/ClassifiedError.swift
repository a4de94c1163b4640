// SPDX-License-Identifier: Apache-2.0

/// An error that knows its class and has a message fit for spans and dead letters.
public protocol ClassifiedError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    var errorClass: ErrorClass { get }
    /// What was wrong and what to do, free of document text and secrets.
    var message: String { get }
}

extension ClassifiedError {
    /// Class and message on one line.
    public var description: String { "\(errorClass): \(message)" }
}
