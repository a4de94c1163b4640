// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What is known when a span of LLM Observability starts.
struct SpanOpening {
    let name: String
    let sessionID: String?
    let mlApp: String?
    var model: LLMObsModel?
    var agentVersion: String?
    var experiment: ExperimentMembership?
    let context: ServiceContext
    let place: SourcePlace

    init(_ name: String, _ sessionID: String?, _ mlApp: String?, in context: ServiceContext, at place: SourcePlace) {
        self.name = name
        self.sessionID = sessionID
        self.mlApp = mlApp
        self.context = context
        self.place = place
    }
}

/// Where in the source a span starts.
struct SourcePlace {
    let function: String
    let file: String
    let line: UInt
}

/// A model and who offers it.
struct LLMObsModel: Sendable {
    let name: String
    let provider: String

    init(name: String?, provider: String?) {
        self.name = name ?? "unknown"
        self.provider = provider?.lowercased() ?? "unknown"
    }
}
