// SPDX-License-Identifier: Apache-2.0

/// The form in which traces go to the agent.
///
/// Version 0.4 is the default: every agent takes it, and it has room for a span's structured data, links and events.
/// Version 0.5 is smaller, since each text goes once, but leaves structured data out and writes links and events as text.
public enum TraceAPIVersion: String, Sendable, Hashable, CaseIterable {
    /// `/v0.4/traces`.
    case v04 = "v0.4"
    /// `/v0.5/traces`; if the agent does not take it, 0.4 is used from then on.
    case v05 = "v0.5"

    /// Where the agent takes it.
    var endpoint: String { "/\(rawValue)/traces" }
}

extension TraceAPIVersion {
    private static let variable = "DD_TRACE_API_VERSION"

    /// The version that the environment names, if it does.
    init?(_ values: inout EnvironmentValues) {
        guard let value = values[Self.variable] else { return nil }
        guard let version = Self(rawValue: value.lowercased()) else {
            values.refuse(Self.variable, value, "set it to v0.4 or v0.5")
            return nil
        }
        self = version
    }
}
