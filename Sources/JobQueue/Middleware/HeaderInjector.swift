// SPDX-License-Identifier: Apache-2.0

import Tracing

/// Writes trace context as headers with lower-case keys.
struct HeaderInjector: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key.lowercased()] = value
    }
}
