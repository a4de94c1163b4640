// SPDX-License-Identifier: Apache-2.0

/// Why there is no picture of a page.
public struct PictureError: Error, Sendable, CustomStringConvertible {
    /// A sentence for the person who wanted to see it.
    public let message: String

    /// Creates an error.
    public init(_ message: String) { self.message = message }

    /// The message.
    public var description: String { message }
}
