// SPDX-License-Identifier: Apache-2.0

extension Sequence<Int> {
    /// The sum, held at the ends of the range instead of trapping.
    func saturatingSum() -> Int {
        reduce(0) { sum, value in
            let (result, overflow) = sum.addingReportingOverflow(value)
            guard overflow else { return result }
            return value < 0 ? .min : .max
        }
    }
}
