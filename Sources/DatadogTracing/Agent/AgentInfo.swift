// SPDX-License-Identifier: Apache-2.0

public import JSON

/// What an agent says about itself in its answer to `GET /info`.
public struct AgentInfo: Sendable, Hashable {
    /// The agent's version, such as `7.71.0`.
    public var version: String?
    /// Paths that it serves, such as `/v0.4/traces` and `/evp_proxy/v2/`.
    public var endpoints: Set<String> = []
    /// Whether traces that sampling rejected may be left out, once they are in the statistics sent to `/v0.6/stats`.
    public var dropsP0s = false
    /// Whether it reads a span's events from a field of their own (`span_events`).
    public var readsSpanEvents = false
    /// Tags by which statistics of calls to other services are to be told apart.
    public var peerTags: [String] = []
    /// Names of features, as the agent gives them.
    public var featureFlags: [String] = []
    /// Parts of the agent's own configuration, as the agent gives them.
    public var config: JSONObject = [:]

    /// An agent that offers nothing.
    public init() {}

    /// Whether the agent serves this path, with or without a slash at its end.
    public func offers(_ endpoint: String) -> Bool {
        endpoints.contains(endpoint) || endpoints.contains(endpoint + "/")
    }

    /// Whether the tracer may count spans itself, and leave out traces that sampling rejected.
    var takesClientStats: Bool { dropsP0s && offers(Self.statsEndpoint) }
    static let statsEndpoint = "/v0.6/stats"

    /// Where the agent passes on what is not traces (LLM Observability among it): `/evp_proxy/v4`, else `/evp_proxy/v2`.
    public var eventProxyPath: String? {
        ["/evp_proxy/v4", "/evp_proxy/v2"].first(where: offers)
    }
}

extension AgentInfo {
    /// Reads the answer's body; nil if it is no JSON object. Members of a wrong type count as missing.
    init?(answer body: [UInt8]) {
        guard let answer = try? JSONValue(parsing: body), answer.objectValue != nil else { return nil }
        version = answer["version"]?.stringValue
        endpoints = Set(Self.strings(answer["endpoints"]))
        dropsP0s = answer["client_drop_p0s"]?.boolValue ?? false
        readsSpanEvents = answer["span_events"]?.boolValue ?? false
        peerTags = Self.strings(answer["peer_tags"])
        featureFlags = Self.strings(answer["feature_flags"])
        config = answer["config"]?.objectValue ?? [:]
    }

    private static func strings(_ value: JSONValue?) -> [String] {
        value?.arrayValue?.compactMap(\.stringValue) ?? []
    }
}
