// SPDX-License-Identifier: Apache-2.0

/// Why traces are not as their snapshot says, or why that cannot be told.
public struct TraceSnapshotError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// A short name.
        public let rawValue: String

        /// A code of this name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The traces differ from the snapshot.
        public static let mismatch = Self(rawValue: "mismatch")
        /// There is no snapshot, and none may be written.
        public static let missing = Self(rawValue: "missing")
        /// The snapshot's name cannot be that of a file.
        public static let invalidName = Self(rawValue: "invalid_name")
        /// The file cannot be read or written.
        public static let fileUnusable = Self(rawValue: "file_unusable")
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong and what to do; for a mismatch with the lines that differ.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
