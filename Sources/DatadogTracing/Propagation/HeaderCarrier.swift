// SPDX-License-Identifier: Apache-2.0

public import Tracing

/// Reads trace headers from a dictionary; names match in any case.
public struct HeaderExtractor: Extractor {
    /// An extractor; it has no state.
    public init() {}

    /// The value of the header of this name.
    public func extract(key: String, from carrier: [String: String]) -> String? {
        if let value = carrier[key] { return value }
        return carrier.first { $0.key.lowercased() == key }?.value
    }
}

/// Writes trace headers into a dictionary.
public struct HeaderInjector: Injector {
    /// An injector; it has no state.
    public init() {}

    /// Sets the header of this name.
    public func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key] = value
    }
}
