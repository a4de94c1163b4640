// SPDX-License-Identifier: Apache-2.0

/// An error that says itself how it is to appear in `error.type` and `error.message`.
///
/// Without it a span shows the module-qualified name of the Swift type and the error's description.
public protocol DatadogErrorDescribing: Error {
    /// What monitors group by, such as `llm.server`.
    var errorType: String { get }
    /// One line for people; nothing secret in it.
    var errorMessage: String { get }
    /// The error that caused this one; shown in `error.stack`.
    var underlyingError: (any Error)? { get }
    /// Where it arose, such as `Module/File.swift:42`; shown in `error.stack`.
    var errorLocation: String? { get }
}

extension DatadogErrorDescribing {
    /// The module-qualified name of the type.
    public var errorType: String { String(reflecting: type(of: self)) }
    /// The error's description.
    public var errorMessage: String { String(describing: self) }
    /// None.
    public var underlyingError: (any Error)? { nil }
    /// Unknown.
    public var errorLocation: String? { nil }
}
