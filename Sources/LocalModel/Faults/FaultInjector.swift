// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Decides, request by request, what goes wrong.
final class FaultInjector: Sendable {
    private struct State {
        var generator: SplitMix64
        var position: [Int]
    }

    private let plan: FaultPlan
    private let state: Mutex<State>

    init(_ plan: FaultPlan) {
        self.plan = plan
        state = Mutex(State(generator: SplitMix64(seed: plan.seed), position: plan.scripts.map { _ in 0 }))
    }

    /// The faults of the next request to `model`: at most one besides a delay.
    func next(for model: String) -> [Fault] {
        state.withLock { state in
            if let index = scriptInProgress(for: model, state) {
                defer { state.position[index] += 1 }
                return plan.scripts[index].steps[state.position[index]].map { [$0] } ?? []
            }
            return byRate(for: model, &state.generator)
        }
    }

    private func scriptInProgress(for model: String, _ state: borrowing State) -> Int? {
        for (index, script) in plan.scripts.enumerated() where script.model == nil || script.model == model {
            if state.position[index] < script.steps.count { return index }
        }
        return nil
    }

    private func byRate(for model: String, _ generator: inout SplitMix64) -> [Fault] {
        var faults: [Fault] = []
        var hasFailed = false
        for rule in plan.rules where rule.model == nil || rule.model == model {
            guard generator.nextUnit() < rule.rate else { continue }
            if case .delay = rule.fault {
                faults.insert(rule.fault, at: 0)
            } else if !hasFailed {
                faults.append(rule.fault)
                hasFailed = true
            }
        }
        return faults
    }
}
