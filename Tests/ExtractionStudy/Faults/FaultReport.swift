// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What came of a run with faults.
struct FaultReport {
    /// Calls for each result that succeeded, at most.
    static let maximumCallsPerSuccess = 1.6

    /// The trouble of each job.
    let scenarios: [FaultScenario]
    let seconds: Double
    let answers: [JobAnswer]
    let waits: [JobWait]

    var jobs: Int { scenarios.count }
    var calls: [JobAnswer.Call] { answers.flatMap(\.calls) }
    var asked: [JobAnswer.Call] { calls.filter(\.wasAsked) }
    var faultyCalls: Int { asked.count { $0.errorType != nil } }
    var successes: Int { answers.count(where: \.isSuccess) }
    var callsPerSuccess: Double { Double(asked.count) / Double(max(successes, 1)) }
    var dollars: Double { calls.reduce(0) { $0 + $1.dollars } }

    /// Ways that the table does not know, and jobs without an answer or with two.
    var violations: [String] {
        let ids = Set(answers.map(\.id))
        let lost = jobs - ids.count
        let twice = answers.count - ids.count
        return answers.flatMap(\.violations) + scenarioViolations + waits.compactMap(violation)
            + (lost > 0 ? ["\(lost) jobs have no result"] : [])
            + (twice > 0 ? ["\(twice) jobs have a second result"] : [])
    }

    /// Rows of the table that no job has come to.
    var unseen: [String] {
        let seen = Set(answers.flatMap { $0.classes + $0.failures } + waits.map(\.errorType))
        return FaultTable.rows.keys.filter { !seen.contains($0) }.sorted()
    }

    var isMet: Bool { violations.isEmpty && unseen.isEmpty && callsPerSuccess <= Self.maximumCallsPerSuccess }

    /// A job that was put off, too early again at work or for a reason that puts no job off.
    private func violation(of wait: JobWait) -> String? {
        guard let row = FaultTable.rows[wait.errorType] else { return "\(wait.jobID): put off by \(wait.errorType)" }
        guard wait.wasAsked else { return nil }
        guard row.ending == .waits else { return "\(wait.jobID): put off by \(wait.errorType), which counts" }
        guard let answer = answers.first(where: { $0.id == wait.jobID }) else { return nil }
        let pause = answer.finished.timeIntervalSince(wait.at)
        return pause < row.pause ? "\(wait.jobID): put off for \(pause) s only by \(wait.errorType)" : nil
    }

    private var scenarioViolations: [String] {
        let byID = Dictionary(answers.map { ($0.id, $0) }) { first, _ in first }
        var flaws: [String] = []
        var members: [String: [(scenario: FaultScenario, answer: JobAnswer)]] = [:]
        for (number, scenario) in scenarios.enumerated() {
            guard let answer = byID[FaultScenario.jobID(number)] else { continue }
            members[scenario.name, default: []].append((scenario, answer))
            if !scenario.ending.allows(answer) {
                flaws.append("\(answer.id): \(scenario.name): ended as \(answer.end)")
            }
        }
        for (name, jobs) in members where !jobs.contains(where: wentThrough) {
            flaws.append("\(name): no job has met \(jobs[0].scenario.meets.joined(separator: ", "))")
        }
        return flaws
    }

    private func wentThrough(_ scenario: FaultScenario, _ answer: JobAnswer) -> Bool {
        guard case .waits(let type) = scenario.ending else { return scenario.isMet(by: answer.classes) }
        return waits.contains { $0.jobID == answer.id && $0.errorType == type && $0.wasAsked }
    }
}

extension JobAnswer {
    /// Its status, and the class of a failure.
    var end: String { status + (errorType.map { ": \($0)" } ?? "") }
}

extension FaultScenario.Ending {
    fileprivate func allows(_ answer: JobAnswer) -> Bool {
        switch self {
        case .succeeds: answer.isSuccess
        case .dies(let type): answer.status == "failed" && answer.errorType == type
        case .waits: answer.isSuccess && answer.failures.isEmpty
        case .any: true
        }
    }
}
