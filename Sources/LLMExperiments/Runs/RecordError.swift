// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// Why a task or an evaluator failed.
public struct RecordError: Sendable, Hashable {
    /// The error's type, or the name that it gives itself.
    public let type: String
    /// What it says, cut at 2,000 characters.
    public let message: String

    /// An error of this type.
    public init(type: String, message: String) {
        self.type = type
        self.message = String(message.prefix(2_000))
    }

    /// An error in the words that its span has, too.
    init(_ error: any Error) {
        let describing = error as? any DatadogErrorDescribing
        self.init(
            type: describing?.errorType ?? String(reflecting: Swift.type(of: error)),
            message: describing?.errorMessage ?? String(describing: error)
        )
    }
}
