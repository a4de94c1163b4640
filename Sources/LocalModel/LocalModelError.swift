// SPDX-License-Identifier: Apache-2.0

/// What went wrong in the local model, with a message that says what to do about it.
public struct LocalModelError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        public var description: String { name }

        /// No usable language data, or Tesseract did not start.
        public static let languagesMissing = Self("languages_missing")
        /// The request is not a valid `generateContent` request, nor one for a chat completion.
        public static let invalidRequest = Self("invalid_request")
        /// A model of this name is not served.
        public static let unknownModel = Self("unknown_model")
        /// A page could not be decoded.
        public static let unreadableImage = Self("unreadable_image")
        /// As many pages wait as may wait.
        public static let overloaded = Self("overloaded")
        /// The time allowed for the request is over.
        public static let deadlineExceeded = Self("deadline_exceeded")
        /// The address is taken, or is not this machine's.
        public static let cannotListen = Self("cannot_listen")
        /// The server is stopping.
        public static let shutDown = Self("shut_down")
        /// A fault specification cannot be understood.
        public static let invalidFault = Self("invalid_fault")
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether the same request may succeed later.
    public var isRetriable: Bool {
        code == .overloaded || code == .deadlineExceeded || code == .shutDown
    }

    public var description: String { "\(code): \(message)" }
}
