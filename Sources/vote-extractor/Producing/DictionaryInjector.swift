// SPDX-License-Identifier: Apache-2.0

import Tracing

/// Writes trace context into a job's headers.
struct DictionaryInjector: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key.lowercased()] = value
    }
}
