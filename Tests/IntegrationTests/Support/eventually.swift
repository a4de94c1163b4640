// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Looks until `look` finds something; after a minute that is a failure, with what `program` has to say.
func eventually<Value>(
    _ what: String,
    of program: Program? = nil,
    _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if let value = try await look() { return value }
        // The pause is only how often we look; nothing depends on its length.
        try await Task.sleep(for: .milliseconds(10))
    }
    throw TestSupportError("waited in vain for \(what). \((program?.errors ?? "").suffix(4000))")
}
