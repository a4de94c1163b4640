// SPDX-License-Identifier: Apache-2.0

/// A failure that the user can mend; its text is all they see.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
