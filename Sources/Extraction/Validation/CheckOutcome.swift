// SPDX-License-Identifier: Apache-2.0

/// What a check found in one report.
enum CheckOutcome: Sendable {
    /// `detail` says the sums.
    case passed(String)

    /// `fields` are the paths within the report between which it does not add up.
    case failed(String, fields: [String])

    /// A number the check needs is missing.
    case notApplicable(String)
}
