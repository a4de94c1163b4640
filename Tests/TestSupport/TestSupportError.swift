// SPDX-License-Identifier: Apache-2.0

/// A test fixture that could not be set up.
public struct TestSupportError: Error, CustomStringConvertible {
    /// What failed, and with what.
    public let message: String

    /// Creates an error with its text.
    public init(_ message: String) {
        self.message = message
    }

    /// The text.
    public var description: String { message }
}
