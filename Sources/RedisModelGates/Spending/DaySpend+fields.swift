// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Redis

extension DaySpend {
    /// Reads a day's fields, each followed by its value; nil for a day without any.
    init?(_ day: SpendDay, fields: [RESPValue]) {
        guard !fields.isEmpty else { return nil }
        self.init(day: day)
        var sums: [String: Int64] = [:]
        for index in stride(from: 0, to: fields.count - 1, by: 2) {
            guard let name = fields[index].string, let value = fields[index + 1].int else { continue }
            sums[name] = Int64(value)
        }
        spent.millionths = sums["spent"] ?? 0
        reserved.millionths = sums["reserved"] ?? 0
        unsettled.millionths = sums["unsettled"] ?? 0
        calls = Int(sums["calls"] ?? 0)
        unpricedCalls = Int(sums["unpriced"] ?? 0)
        models = sums.compactMap { name, count in
            guard name.hasPrefix("calls:") else { return nil }
            let model = String(name.dropFirst("calls:".count))
            let cost = MicroDollars(millionths: sums["cost:\(model)"] ?? 0)
            return Model(name: model, calls: Int(count), cost: cost)
        }.inOrder()
    }
}
