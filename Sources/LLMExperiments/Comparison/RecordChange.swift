// SPDX-License-Identifier: Apache-2.0

/// How one record fared in a second run.
public enum RecordChange: String, Sendable, Hashable {
    /// Better by at least one evaluator, worse by none.
    case improved
    /// Worse by at least one evaluator, better by none.
    case regressed
    /// Better by one evaluator, worse by another.
    case mixed
    /// The same by all.
    case same

    init(_ differences: [Double]) {
        switch (differences.contains { $0 > 0 }, differences.contains { $0 < 0 }) {
        case (true, true): self = .mixed
        case (true, false): self = .improved
        case (false, true): self = .regressed
        case (false, false): self = .same
        }
    }
}
