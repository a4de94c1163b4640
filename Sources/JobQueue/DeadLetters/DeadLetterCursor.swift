// SPDX-License-Identifier: Apache-2.0

/// A place in the list of dead letters; opaque to callers, stable while letters come and go.
public struct DeadLetterCursor: Sendable, Hashable {
    package let position: String

    package init(_ position: String) { self.position = position }
}
