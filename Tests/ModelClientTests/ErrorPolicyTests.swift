// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Testing

@Suite("What happens after which failure")
struct ErrorPolicyTests {
    /// The public names, as dashboards know them.
    private static let names: Set<String> = [
        "input.not_found", "input.forbidden", "input.transient", "input.too_large", "input.unsupported",
        "input.corrupt", "input.hash_mismatch", "input.refused", "input.key_missing", "llm.rate_limited",
        "llm.capacity",
        "llm.quota_exhausted", "llm.server", "llm.timeout", "llm.auth", "llm.model_not_found", "llm.bad_config",
        "llm.context_window", "llm.safety_block", "llm.refusal", "llm.recitation", "llm.truncated", "llm.empty",
        "llm.incomplete",
        "llm.loop", "llm.superseded",
        "output.malformed", "output.schema", "output.domain", "budget.exceeded", "job.deadline", "worker.crash",
        "worker.shutdown", "worker.overloaded", "internal",
    ]

    @Test("The table has exactly the public names")
    func names() {
        #expect(Set(ErrorClass.known.map(\.rawValue)) == Self.names)
    }

    @Test("An unknown class is treated as a surprise")
    func unknown() {
        #expect(ErrorClass(rawValue: "llm.unheard_of").policy == ErrorClass.internal.policy)
    }

    @Test(
        "Nothing that is not the job's fault burns an attempt",
        arguments: [
            "llm.rate_limited", "llm.capacity", "llm.quota_exhausted", "llm.auth", "worker.shutdown",
            "input.key_missing", "worker.overloaded",
        ]
    )
    func burnsNothing(_ name: String) {
        let policy = ErrorClass(rawValue: name).policy
        #expect(!policy.burnsAttempt)
        #expect(policy.isRetriable)
    }

    @Test("A bad input is neither retried nor asked of another model nor run again")
    func badInput() {
        let others = ["input.transient", "input.forbidden", "input.key_missing"]
        for name in Self.names where name.hasPrefix("input.") && !others.contains(name) {
            let policy = ErrorClass(rawValue: name).policy
            #expect(policy == ErrorPolicy(sameModelRetries: 0, fallback: .never, requeue: .never, burnsAttempt: true))
        }
    }

    @Test("Filters need the job's permission for another model")
    func filters() {
        for errorClass in [ErrorClass.safetyBlock, .refusal, .recitation] {
            #expect(errorClass.policy.fallback == .onlyIfAllowed)
            #expect(!errorClass.policy.isRetriable)
        }
    }
}
