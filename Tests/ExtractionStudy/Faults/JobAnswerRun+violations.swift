// SPDX-License-Identifier: Apache-2.0

import Foundation

extension JobAnswer.Run {
    /// Where the calls of the run are others than the table says.
    var violations: [String] {
        var flaws: [String] = []
        for (index, call) in calls.enumerated() {
            guard let type = call.errorType else { continue }
            guard let row = FaultTable.rows[type] else {
                flaws.append("met \(type), which no fault should lead to")
                continue
            }
            let isAskedAgain = calls.dropFirst(index + 1).first?.model == call.model
            if isAskedAgain, place(of: index) > row.retries { flaws.append("asked again after \(type)") }
            if gaveUp(at: index, row) { flaws.append("gave up at call \(index + 1) with \(type)") }
        }
        for model in Set(calls.map(\.model)) where calls.count(where: { $0.model == model }) > FaultTable.maximumCalls {
            flaws.append("more than \(FaultTable.maximumCalls) calls of \(model) in one run")
        }
        return flaws + zip(calls, calls.dropFirst()).flatMap(wrongPause)
    }

    /// Whether the model was asked less often than it may be: where the run ended, or went on with the next model.
    private func gaveUp(at index: Int, _ row: FaultTable.Row) -> Bool {
        let call = calls[index]
        guard call.wasAsked, place(of: index) <= row.retries else { return false }
        guard let next = calls.dropFirst(index + 1).first else { return true }
        // At a busy model the next one is asked at once.
        return next.model != call.model && call.errorType != "llm.capacity"
    }

    private func wrongPause(_ call: JobAnswer.Call, _ next: JobAnswer.Call) -> [String] {
        guard call.errorType != nil else { return [] }
        // Both times are those of the second before.
        let pause = next.began.timeIntervalSince(call.began) - call.seconds
        let isEarly = next.model == call.model && pause < call.retryAfter - 1
        return (isEarly ? ["asked \(next.model) before it might"] : [])
            + (pause > FaultTable.longestPause ? ["waited \(Int(pause)) s between two calls"] : [])
    }

    /// A call's place, from 1, among those since the last answer that could not be used; of such answers, among those of
    /// the run, which may be asked about once.
    private func place(of index: Int) -> Int {
        let isAnswer = { (call: JobAnswer.Call) in call.errorType?.hasPrefix("output.") ?? false }
        guard !isAnswer(calls[index]) else { return calls[...index].count(where: isAnswer) }
        let start = calls[..<index].lastIndex { isAnswer($0) || $0.model != calls[index].model }
        return index - (start ?? -1)
    }
}
