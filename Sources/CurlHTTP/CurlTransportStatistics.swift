// SPDX-License-Identifier: Apache-2.0

/// Counts of a ``CurlTransport`` since its start.
public struct CurlTransportStatistics: Sendable, Hashable {
    /// Requests accepted.
    public internal(set) var accepted = 0
    /// Requests under way or waiting now.
    public internal(set) var outstanding = 0
    /// Requests turned away with ``HTTPTransportError/Code/overloaded``.
    public internal(set) var overloaded = 0
}
