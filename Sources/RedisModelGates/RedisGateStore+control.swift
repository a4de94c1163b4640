// SPDX-License-Identifier: Apache-2.0

public import ModelClient
import Redis

extension RedisGateStore: GateControl {
    /// The gates, in the order of their names.
    public func gates() async throws -> [GateStatus] {
        var gates: [GateStatus] = []
        for name in try await names().sorted() {
            guard let keys = GateKeys(name) else { continue }
            if let status = GateStatus(name, try await run(GateScripts.status, keys, [])) { gates.append(status) }
        }
        return gates
    }

    /// Lets no call through for so long.
    public func close(_ key: String, for duration: Duration) async throws {
        let keys = try keys(key)
        try await note(keys)
        _ = try await run(GateScripts.force, keys, ["close", .string("\(duration / .seconds(1))")])
    }

    /// Ends what keeps calls back; the slowed rate stays.
    public func open(_ key: String) async throws {
        _ = try await run(GateScripts.force, try keys(key), ["open", 0])
    }

    /// Forgets all that was learnt.
    public func reset(_ key: String) async throws {
        _ = try await run(GateScripts.force, try keys(key), ["reset", 0])
    }

    private func keys(_ name: String) throws(ModelError) -> GateKeys {
        guard let keys = GateKeys(name) else {
            throw ModelError(.modelNotFound, "a gate's name is provider/model, without spaces and braces")
        }
        return keys
    }

    private func names() async throws(RedisError) -> [String] {
        let reply = try await connection(for: Self.index).execute(
            RedisCommand("ZRANGE", GateKeys.index, 0, -1),
            idempotent: true
        )
        return (reply.array ?? []).compactMap(\.string)
    }
}

extension GateStatus {
    fileprivate init?(_ key: String, _ reply: RESPValue) {
        guard let decision = GateDecision(reply), let parts = reply.array, parts.count == 10,
            let factor = Self.number(parts[3], in: 0...1)
        else { return nil }
        self.init(
            key: key,
            decision: decision,
            rateFactor: factor,
            failures: parts[4].int ?? 0,
            limits: GateLimits(requestsPerMinute: parts[5].int, tokensPerMinute: parts[6].int),
            means: Self.means(parts[7...])
        )
    }

    private static func means(_ parts: ArraySlice<RESPValue>) -> CallMeans? {
        let numbers = parts.compactMap { number($0, in: 0...1e12) }
        guard numbers.count == 3, numbers[0] >= 1 else { return nil }
        return CallMeans(calls: Int(numbers[0]), seconds: numbers[1], tokens: numbers[2])
    }

    private static func number(_ part: RESPValue, in range: ClosedRange<Double>) -> Double? {
        part.string.flatMap(Double.init).flatMap { range.contains($0) ? $0 : nil }
    }
}
