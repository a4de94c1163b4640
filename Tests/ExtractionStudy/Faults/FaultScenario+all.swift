// SPDX-License-Identifier: Apache-2.0

import JSON

extension FaultScenario {
    /// Jobs whose calls go wrong by chance.
    static let mixture = FaultScenario(name: "mixed faults", weight: 0, ending: .any)

    /// Besides the mixture: what would close the gate of a model that others need, and troubles of files.
    static let special = waiting + chains + files

    private static let waiting = [
        waits("the day's quota is used up", "daily-quota", "llm.quota_exhausted"),
        waits("401", "status=401", "llm.auth"),
        waits("403", "status=403", "llm.auth"),
        waits("no such model", "status=404", "llm.model_not_found"),
        FaultScenario(
            name: "400",
            weight: 4,
            model: "local-400",
            faults: ["script=status=400:model=local-400"],
            meets: ["llm.bad_config"],
            ending: .succeeds
        ),
    ]

    private static func waits(_ name: String, _ fault: String, _ errorClass: String) -> FaultScenario {
        let model = "local-\(fault.filter { $0 != "=" })"
        return FaultScenario(
            name: name,
            weight: 5,
            model: model,
            faults: ["script=\(fault):model=\(model)"],
            ending: .waits(errorClass)
        )
    }

    private static let chains = [
        FaultScenario(
            name: "three models, of which two are down",
            weight: 0,
            model: "local-down",
            fallbacks: ["local-full", "local-spare"],
            faults: ["status=500:model=local-down", "status=503:model=local-full"],
            meets: ["llm.server", "llm.server", "llm.server", "llm.capacity"],
            ending: .succeeds
        ),
        FaultScenario(
            name: "a key that is refused, and another model",
            weight: 5,
            model: "local-denied",
            fallbacks: ["local-spare"],
            faults: ["status=401:model=local-denied"],
            meets: ["llm.auth"],
            ending: .succeeds
        ),
        FaultScenario(
            name: "a port where nobody listens, and another model",
            weight: 0,
            model: "anthropic:nobody",
            fallbacks: ["local-spare"],
            meets: ["llm.server", "llm.server", "llm.server"],
            ending: .succeeds
        ),
        FaultScenario(
            name: "a server that takes no connection, and another model",
            weight: 0,
            model: "gemini-deaf",
            fallbacks: ["local-spare"],
            meets: ["llm.timeout", "llm.timeout"],
            ending: .succeeds
        ),
        FaultScenario(
            name: "a filter, and another model that the job allows",
            weight: 5,
            model: "local-strict",
            fallbacks: ["local-spare"],
            options: ["allow_safety_fallback": true],
            faults: ["safety:model=local-strict"],
            meets: ["llm.safety_block"],
            ending: .succeeds
        ),
        FaultScenario(
            name: "a filter, and another model that the job does not allow",
            weight: 5,
            model: "local-strict",
            fallbacks: ["local-spare"],
            meets: ["llm.safety_block"],
            ending: .dies("llm.safety_block")
        ),
        FaultScenario(
            name: "chat completions",
            weight: 5,
            model: "openai:local-chat",
            faults: ["script=status=503,malformed,truncated,ok,rate-limit,loop:model=local-chat"],
            meets: ["output.malformed"],
            ending: .any
        ),
    ]

    private static let files = FileTrouble.allCases.filter { $0 != .none }.map { trouble in
        FaultScenario(
            name: "a file: \(trouble.rawValue)",
            weight: 4,
            file: trouble,
            meets: trouble.meets,
            ending: trouble.errorClass.map { .dies($0) } ?? .any
        )
    }
}
