// SPDX-License-Identifier: Apache-2.0

import ModelClient

/// What one answer said, and how well its numbers agree.
struct Reading: Sendable {
    let answer: ModelAnswer
    let reports: [TallyReport]
    let validation: ValidationReport

    /// The failed sums, for the model to look at again.
    var faults: [String] {
        guard validation.hasData else {
            return ["has_results: no vote count was read"]
        }
        return validation.failures.map { check in
            "\(check.name): \(check.detail) (\(check.fields.prefix(10).joined(separator: ", ")))"
        }
    }

    func isBetter(than other: Reading?) -> Bool {
        guard let other else { return true }
        if validation.hasData != other.validation.hasData { return validation.hasData }
        return validation.score > other.validation.score
    }
}

extension ExtractionError {
    /// What was wrong with an answer, place by place.
    var faults: [String] {
        let issues = (underlying as? ReportParsingError)?.issues ?? []
        return issues.isEmpty ? [message] : issues.map(\.description)
    }
}
