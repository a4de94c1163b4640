// SPDX-License-Identifier: Apache-2.0

public import Tracing

/// Reads trace headers from a dictionary; names match in any case.
public struct HeaderExtractor: Extractor {
    /// An extractor; it has no state.
    public init() {}

    /// The value of the header of this name; of several spellings the lower-case one, else the first in order.
    public func extract(key: String, from carrier: [String: String]) -> String? {
        if let value = carrier[key] { return value }
        var found: (key: String, value: String)?
        for header in carrier where header.key.equalsIgnoringCase(key) && header.key < found?.key ?? "~" {
            found = header
        }
        return found?.value
    }
}
