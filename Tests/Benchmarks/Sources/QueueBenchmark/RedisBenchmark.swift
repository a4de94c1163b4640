// SPDX-License-Identifier: Apache-2.0

/// What `redis-benchmark` reaches on the same server with `LPUSH` of 300 bytes: the yardstick.
struct RedisBenchmark {
    let name: String
    let clients: Int
    var pipeline = 1
    let requests: Int

    static let all = [
        RedisBenchmark(name: "LPUSH, -c 1", clients: 1, requests: 20_000),
        RedisBenchmark(name: "LPUSH, -c 64", clients: 64, requests: 100_000),
        RedisBenchmark(name: "LPUSH, -c 50 -P 50", clients: 50, pipeline: 50, requests: 500_000),
    ]

    /// Requests per second.
    func run(socket: String) async throws -> Double {
        let options = ["-s", socket, "-c", "\(clients)", "-P", "\(pipeline)", "-n", "\(requests)", "-d", "300"]
        let text = try await ChildProcess("redis-benchmark", options + ["-t", "lpush", "--csv"]).printed()
        let line = text.split(whereSeparator: \.isNewline).last { $0.hasPrefix("\"LPUSH") }
        let fields = line?.split(separator: ",").map { $0.filter { $0 != "\"" } } ?? []
        guard fields.count > 1, let rate = Double(fields[1]) else {
            throw BenchmarkError("redis-benchmark printed no rate: \(text)")
        }
        return rate
    }
}
