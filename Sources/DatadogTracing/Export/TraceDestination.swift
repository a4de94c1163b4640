// SPDX-License-Identifier: Apache-2.0

/// Where traces go.
public enum TraceDestination: Sendable, Hashable {
    /// To a Datadog agent.
    case agent(AgentAddress)
    /// To the end of a file, one line for each chunk.
    case jsonLines(path: String)
}
