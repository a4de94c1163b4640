// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import Logging

/// Why a request did not get through: for logs, and free of what was sent.
struct IntakeFailure: Sendable, Hashable {
    /// A status or the transport's word for what went wrong.
    let reason: String
    /// What to do about it, where that is known.
    var hint: String?
    /// Whether fewer bytes at once may help.
    var isTooLarge = false

    init(status: Int) {
        reason = "\(status)"
        isTooLarge = status == 413
        switch status {
        case 401, 403: hint = "DD_API_KEY has to be valid for DD_SITE; through an agent, the agent's own"
        case 404: hint = "the agent has no such endpoint, or DD_LLMOBS_OVERRIDE_ORIGIN leads elsewhere"
        case 413: hint = "lower DD_LLMOBS_EVENT_SIZE_BYTES: input and output of larger spans are left out"
        default: break
        }
    }

    init(_ error: HTTPTransportError) {
        reason = error.code.description
        switch error.code {
        case .resolutionFailed: hint = "look at DD_SITE, DD_AGENT_HOST or DD_TRACE_AGENT_URL"
        case .tls: hint = "the certificate is none that this machine trusts"
        default: break
        }
    }

    private init(reason: String, hint: String) {
        self.reason = reason
        self.hint = hint
    }

    /// There is neither an agent that passes events on nor a key.
    static let noWay = IntakeFailure(
        reason: "no_way",
        hint: "run an agent with evp_proxy at DD_TRACE_AGENT_URL, or set DD_API_KEY and DD_SITE"
    )

    /// No agent is wanted, and there is no key.
    static let noKey = IntakeFailure(
        reason: "no_key",
        hint: "set DD_API_KEY and DD_SITE, or DD_LLMOBS_AGENTLESS_ENABLED=false to send through an agent"
    )

    /// The agent does not answer, and there is no key.
    static func silent(_ agent: AgentClient, _ silence: HTTPTransportError.Code) -> IntakeFailure {
        let isThere = silence == .timedOut || silence == .connectionLost
        let problem = isThere ? "the agent does not answer at" : "nobody is at"
        return IntakeFailure(
            reason: isThere ? "agent_silent" : "agent_away",
            hint: "\(problem) \(agent.address): look at it and at DD_TRACE_AGENT_URL, or set DD_API_KEY and DD_SITE"
        )
    }

    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["llmobs.reason": "\(reason)"]
        if let hint { metadata["llmobs.hint"] = "\(hint)" }
        return metadata
    }
}
