// SPDX-License-Identifier: Apache-2.0

public import Tracing

/// Reads trace headers from a dictionary; names match in any case.
public struct HeaderExtractor: Extractor {
    /// An extractor; it has no state.
    public init() {}

    /// The value of the header of this name; of several spellings the lower-case one.
    public func extract(key: String, from carrier: [String: String]) -> String? {
        if let value = carrier[key] { return value }
        return carrier.filter { $0.key.matches(headerName: key) }.min { $0.key < $1.key }?.value
    }
}
