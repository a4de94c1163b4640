// SPDX-License-Identifier: Apache-2.0

import DatadogTracing

/// Where the platform is, and with which keys.
public struct PlatformConfiguration: Sendable {
    /// `DD_API_KEY`; without both keys the way leads through the agent, which needs an application key of its own.
    public var apiKey: String?
    /// `DD_APP_KEY`.
    public var appKey: String?
    /// `DD_SITE`.
    public var site = "datadoghq.com"
    /// `DD_LLMOBS_OVERRIDE_ORIGIN`: scheme and host in place of the site's own, without an agent.
    public var overrideOrigin: String?
    /// `DD_LLMOBS_PROJECT_NAME`.
    public var projectName = "default-project"
    /// Time that one try of a request may take; twice as long for reading records.
    public var requestTimeout = Duration.seconds(10)
    /// How often a request is tried in all.
    public var maximumTries = 3

    /// No keys, and the defaults.
    public init() {}

    /// Reads `DD_API_KEY`, `DD_APP_KEY`, `DD_SITE`, `DD_LLMOBS_OVERRIDE_ORIGIN` and `DD_LLMOBS_PROJECT_NAME`.
    public init(environment: [String: String]) {
        let values = EnvironmentValues(environment)
        apiKey = values["DD_API_KEY"]
        appKey = values["DD_APP_KEY"]
        site = values["DD_SITE"] ?? site
        overrideOrigin = values["DD_LLMOBS_OVERRIDE_ORIGIN"]
        projectName = values["DD_LLMOBS_PROJECT_NAME"] ?? projectName
        while overrideOrigin?.hasSuffix("/") == true { overrideOrigin?.removeLast() }
    }

    /// An origin that is none would send every request into the void.
    func checkOrigin() throws(ExperimentError) {
        guard let origin = overrideOrigin else { return }
        let host = ["http://", "https://"].first { origin.hasPrefix($0) }.map { origin.dropFirst($0.count) } ?? ""
        guard !host.isEmpty, !host.hasPrefix("/") else {
            throw ExperimentError(
                .noPlatform,
                "DD_LLMOBS_OVERRIDE_ORIGIN is no http:// or https:// address: give scheme, host and port."
            )
        }
    }
}
