// SPDX-License-Identifier: Apache-2.0

import Tracing

/// Writes headers into a list.
struct WireHeaderInjector: Injector {
    func inject(_ value: String, forKey key: String, into carrier: inout [WireHeader]) {
        carrier.append(WireHeader(name: key, value: value))
    }
}
