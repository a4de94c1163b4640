// SPDX-License-Identifier: Apache-2.0

import JSON

extension AgentRateSampler {
    /// Takes the table of an agent's answer; an answer without one changes nothing, an empty table clears the rates.
    func update(agentAnswer body: [UInt8]) {
        guard let answer = try? JSONValue(parsing: body), let table = answer["rate_by_service"]?.objectValue else {
            return
        }
        var rates: [String: Double] = [:]
        for (key, value) in table {
            guard let rate = value.doubleValue, (0...1).contains(rate) else { continue }
            rates[key] = rate
        }
        update(rates)
    }
}
