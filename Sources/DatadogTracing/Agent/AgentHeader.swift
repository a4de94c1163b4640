// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// Headers that the agent knows.
enum AgentHeader {
    // A constant name made of letters and hyphens is always a field name.
    static let containerID = HTTPField.Name("Datadog-Container-Id")!
    static let entityID = HTTPField.Name("Datadog-Entity-ID")!
    static let externalEnvironment = HTTPField.Name("Datadog-External-Env")!
    static let language = HTTPField.Name("Datadog-Meta-Lang")!
    static let languageVersion = HTTPField.Name("Datadog-Meta-Lang-Version")!
    static let interpreter = HTTPField.Name("Datadog-Meta-Lang-Interpreter")!
    static let tracerVersion = HTTPField.Name("Datadog-Meta-Tracer-Version")!
    static let computedTopLevel = HTTPField.Name("Datadog-Client-Computed-Top-Level")!
    static let computedStats = HTTPField.Name("Datadog-Client-Computed-Stats")!
    static let droppedTraces = HTTPField.Name("Datadog-Client-Dropped-P0-Traces")!
    static let droppedSpans = HTTPField.Name("Datadog-Client-Dropped-P0-Spans")!
    static let sendRealStatus = HTTPField.Name("Datadog-Send-Real-Http-Status")!
    static let traceCount = HTTPField.Name("X-Datadog-Trace-Count")!
}
