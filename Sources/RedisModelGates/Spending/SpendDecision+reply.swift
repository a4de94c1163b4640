// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Redis

extension SpendDecision {
    /// Reads `{go, day}` or `{day | job, amount left, seconds or nothing}`; nil for anything else.
    init?(_ reply: RESPValue) {
        guard let parts = reply.array, parts.count == 3, let number = parts[1].int else { return nil }
        if parts[0].string == "go" {
            self = .go(SpendDay(number: number))
            return
        }
        guard let scope = parts[0].string.flatMap(Scope.init(rawValue:)) else { return nil }
        self = .exceeded(
            scope,
            left: MicroDollars(millionths: Int64(number)),
            wait: parts[2].string.flatMap(Double.init).map { .seconds($0) }
        )
    }
}
