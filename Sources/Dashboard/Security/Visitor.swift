// SPDX-License-Identifier: Apache-2.0

/// Who sends a request.
enum Visitor: Sendable, Hashable {
    /// Somebody who has not logged in.
    case stranger
    /// Somebody on this machine, where no token is asked for.
    case local
    /// Somebody who has logged in, by the session's id.
    case session(String)
    /// A program that sent the token.
    case bearer
}
