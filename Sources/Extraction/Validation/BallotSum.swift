// SPDX-License-Identifier: Apache-2.0

/// A whole that must equal the sum of its parts, some of which the sheet may lack.
struct BallotSum {
    let whole: (path: String, value: Int?)
    let parts: [(path: String, value: Int?)]

    /// Fails on a wrong sum, also on one already too large without the missing parts; is not applicable while parts miss.
    var outcome: CheckOutcome {
        let fields = [whole.path] + parts.map(\.path)
        let known = parts.compactMap(\.value)
        guard let value = whole.value else { return .notApplicable("\(name(whole.path)) is missing") }
        let sum = known.saturatingSum()
        let written = "\(name(whole.path)) \(value), parts add to \(sum) (\(terms))"
        guard known.count == parts.count else {
            let missing = parts.filter { $0.value == nil }.map { name($0.path) }.joined(separator: ", ")
            let isExceeded = sum > value && known.allSatisfy { $0 >= 0 }
            return isExceeded ? .failed(written, fields: fields) : .notApplicable("missing: \(missing)")
        }
        return sum == value ? .passed(written) : .failed(written, fields: fields)
    }

    private var terms: String {
        parts.map { "\(name($0.path)) \($0.value.map(String.init) ?? "missing")" }.joined(separator: " + ")
    }

    private func name(_ path: String) -> Substring {
        path.split(separator: ".").last ?? path[...]
    }
}
