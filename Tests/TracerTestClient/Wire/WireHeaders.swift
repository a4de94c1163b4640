// SPDX-License-Identifier: Apache-2.0

import Tracing

/// Headers as a list in which names may repeat: the values of one name are joined, as HTTP joins them.
struct WireHeaders: Extractor, Injector {
    func extract(key: String, from carrier: [WireHeader]) -> String? {
        let values = carrier.filter { $0.name.lowercased() == key.lowercased() }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ",")
    }

    func inject(_ value: String, forKey key: String, into carrier: inout [WireHeader]) {
        carrier.append(WireHeader(name: key, value: value))
    }
}
