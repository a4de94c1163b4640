// SPDX-License-Identifier: Apache-2.0

/// A file that cannot be made into pages.
public struct ImagingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's stable name.
        public let description: String
        private init(_ name: String) { description = name }

        /// The file has no bytes.
        public static let empty = Code("empty")
        /// The content is of no type that can be read.
        public static let unsupported = Code("unsupported")
        /// The content is damaged, cut short or locked.
        public static let corrupt = Code("corrupt")
        /// More pixels, or more data once unpacked, than the limit.
        public static let tooLarge = Code("too_large")
        /// More pages than the limit.
        public static let tooManyPages = Code("too_many_pages")
        /// A library or program that reads files could not be started; the file may be good.
        public static let childFailed = Code("child_failed")
        /// A program that reads PDFs took too long.
        public static let timedOut = Code("timed_out")
        /// The calling task was cancelled; the file may be good.
        public static let cancelled = Code("cancelled")
    }

    /// What kind of failure it is.
    public let code: Code
    /// What was wrong with which file, and what to do; nothing of its content.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }

    static func tooManyPages(_ count: Int, of name: String, limit: Int) -> ImagingError {
        ImagingError(.tooManyPages, "\(name): \(count) pages are more than the limit of \(limit); split the file")
    }
}
