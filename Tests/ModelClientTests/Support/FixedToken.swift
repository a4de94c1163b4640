// SPDX-License-Identifier: Apache-2.0

import ModelClient

/// One token for ever.
struct FixedToken: AccessTokenSource {
    func token() async throws(ModelError) -> String { "token-for-the-test" }

    func discard() async {}
}
