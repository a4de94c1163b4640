// SPDX-License-Identifier: Apache-2.0

extension JobAnswer {
    /// Where the job went another way than the table says.
    var violations: [String] {
        (ending + failures.enumerated().flatMap(wrongRequeue) + runs.enumerated().flatMap(wrongCalls))
            .map { "\(id): \($0)" }
    }

    private var ending: [String] {
        switch status {
        case "succeeded":
            return runs.last?.last?.errorType == nil ? [] : ["succeeded, but its last call failed"]
        case "failed":
            guard let type = errorType, let row = FaultTable.rows[type] else {
                return ["failed with \(errorType ?? "nothing"), which no fault should lead to"]
            }
            guard failures.last == type else { return ["failed with \(type), but its last run did not"] }
            let isOver = row.ending == .dead || attempts >= FaultTable.maximumAttempts
            return isOver ? [] : ["given up after \(attempts) attempts, with \(type)"]
        default:
            return ["ended as \(status)"]
        }
    }

    /// Failed runs that count.
    private var attempts: Int {
        failures.indices.count { run in
            let isFree = FaultTable.rows[failures[run]]?.ending == .againForFree
            // A run whose earlier calls cost money counts, whatever its last one met.
            return !isFree || runs[run].contains { $0.dollars > 0 }
        }
    }

    private func wrongRequeue(_ run: Int, _ type: String) -> [String] {
        let isLast = run == failures.count - 1 && status == "failed"
        guard FaultTable.rows[type]?.ending == .dead, !isLast else { return [] }
        return ["ran again after \(type)"]
    }

    private func wrongCalls(_ run: Int, _ calls: [Call]) -> [String] {
        var flaws = calls.count > FaultTable.maximumCalls ? ["\(calls.count) calls in one run"] : []
        for (index, call) in calls.enumerated() {
            guard let type = call.errorType else { continue }
            guard let row = FaultTable.rows[type] else {
                flaws.append("met \(type), which no fault should lead to")
                continue
            }
            let isLast = index == calls.count - 1
            if !isLast, row.retries == 0 { flaws.append("asked again after \(type)") }
            if isLast, call.wasAsked, place(of: index, in: calls) <= row.retries {
                flaws.append("gave up at call \(index + 1) with \(type)")
            }
        }
        return flaws
    }

    /// A call's place, from 1, among those since the last answer that could not be used.
    private func place(of index: Int, in calls: [Call]) -> Int {
        let type = calls[index].errorType ?? ""
        guard !type.hasPrefix("output.") else { return calls[...index].count { $0.errorType == type } }
        let earlier = calls[..<index].lastIndex { $0.errorType?.hasPrefix("output.") ?? false }
        return index - (earlier ?? -1)
    }
}
