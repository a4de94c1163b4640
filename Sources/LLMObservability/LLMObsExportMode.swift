// SPDX-License-Identifier: Apache-2.0

/// The way that span events take.
public struct LLMObsExportMode: RawRepresentable, Hashable, Sendable {
    /// A short name.
    public let rawValue: String

    /// A mode of this name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Through the agent if it can pass them on, else straight to Datadog if there is an API key.
    public static let automatic = Self(rawValue: "automatic")
    /// Through the agent's proxy.
    public static let agent = Self(rawValue: "agent")
    /// Straight to Datadog, with an API key.
    public static let agentless = Self(rawValue: "agentless")
    /// Inside the tracer's spans; those of rejected traces, and evaluations, as ``automatic``.
    ///
    /// Only for traces that go to an agent of Datadog.
    public static let apmSpans = Self(rawValue: "apm_spans")
}
