// SPDX-License-Identifier: Apache-2.0

import Tracing

/// What is known when a span of LLM Observability starts.
struct SpanOpening {
    let name: String
    var sessionID: String?
    var mlApp: String?
    var model: LLMObsModel?
    var agentVersion: String?
    let context: ServiceContext
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
