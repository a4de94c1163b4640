// SPDX-License-Identifier: Apache-2.0

/// Why a value could not be sealed or opened.
public struct SealError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds; more may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        private init(_ description: String) { self.description = description }

        /// It was sealed with a key that is not at hand.
        public static let keyMissing = Code("key_missing")
        /// It is no sealed value, or was changed, or was sealed for another job or place.
        public static let broken = Code("broken")
    }

    /// Which kind.
    public let code: Code
    /// What was wrong and what to do; holds no content.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
