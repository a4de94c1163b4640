// SPDX-License-Identifier: Apache-2.0

/// Why an input is not accepted as JSON.
///
/// It tells the place and what was expected, never what the input holds.
public struct JSONError: Error, Sendable, Hashable {
    /// The kind of problem; more may be added.
    public struct Code: Sendable, Hashable {
        private let name: String

        /// Not the grammar of RFC 8259.
        public static let syntax = Code(name: "syntax")
        /// More levels than ``JSONLimits/maximumDepth``.
        public static let tooDeep = Code(name: "too deep")
        /// More bytes or values than the limits allow.
        public static let tooLarge = Code(name: "too large")
        /// Bytes that are not well-formed UTF-8.
        public static let invalidUTF8 = Code(name: "invalid UTF-8")
        /// A number against the grammar, or too large for a double.
        public static let invalidNumber = Code(name: "invalid number")
        /// An unknown escape, or one that names half a surrogate pair.
        public static let invalidEscape = Code(name: "invalid escape")
    }

    /// The kind of problem.
    public let code: Code
    /// What is wrong and where, for people.
    public let message: String
    /// Where, in bytes from the start of the input.
    public let offset: Int

    init(_ code: Code, _ problem: String, at offset: Int) {
        self.code = code
        self.message = "\(problem) at byte \(offset)"
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

extension JSONError.Code: CustomStringConvertible {
    /// The name in words.
    public var description: String { name }
}
