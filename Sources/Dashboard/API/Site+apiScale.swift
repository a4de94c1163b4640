// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import JSON
import JobQueue

extension Site {
    /// For scalers, such as KEDA's `metrics-api`. Without the queue there is no figure: they keep to what they have.
    func apiScale() async throws -> Response {
        let demand = SlotDemand(try await sources.queue.statistics(), callsAtOnce: try await callsAtOnce())
        return .json([
            "slots": .integer(Int64(demand.slots)),
            "waiting": .integer(Int64(demand.waiting)),
            "due": .integer(Int64(demand.due)),
            "in_flight": .integer(Int64(demand.inFlight)),
            "bound": demand.bound.map { .integer(Int64($0)) } ?? .null,
        ])
    }

    /// Of all models that were asked lately; nil if one of them is known to bear any number, or not known yet.
    private func callsAtOnce() async throws -> Double? {
        let gates = try await sources.gates?() ?? []
        let known = gates.compactMap(\.callsAtOnce)
        return known.isEmpty || known.count < gates.count ? nil : known.reduce(0, +)
    }
}
