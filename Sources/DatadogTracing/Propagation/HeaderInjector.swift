// SPDX-License-Identifier: Apache-2.0

public import Tracing

/// Writes trace headers into a dictionary.
public struct HeaderInjector: Injector {
    /// An injector; it has no state.
    public init() {}

    /// Sets the header of this name.
    public func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
        carrier[key] = value
    }
}
