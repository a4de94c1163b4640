// SPDX-License-Identifier: Apache-2.0

/// Where access tokens for Google Cloud come from.
public protocol AccessTokenSource: Sendable {
    /// A token that is good for some minutes more.
    func token() async throws(ModelError) -> String

    /// Forgets the token that was given out last: the server did not accept it.
    func discard() async
}
