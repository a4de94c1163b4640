// SPDX-License-Identifier: Apache-2.0

/// How long jobs of killed workers waited until another worker started them again.
struct Recoveries {
    /// In seconds, sorted.
    let seconds: [Double]
    let starts: Int
    /// Starts beyond the first of each job.
    let wasted: Int

    init(_ starts: [StartJournal.Start], kills: [(worker: Int32, time: UInt64)]) {
        let killed = Dictionary(kills.map { ($0.worker, $0.time) }) { first, _ in first }
        var last: [Int: StartJournal.Start] = [:]
        var seconds: [Double] = []
        for start in starts.sorted(by: { $0.time < $1.time }) {
            if let earlier = last[start.job], let time = killed[earlier.worker], time < start.time {
                seconds.append(Double(start.time - time) / 1e9)
            }
            last[start.job] = start
        }
        self.seconds = seconds.sorted()
        self.starts = starts.count
        self.wasted = starts.count - last.count
    }

    /// Nil if nothing had to be recovered.
    func percentile(_ share: Double) -> Double? {
        seconds.isEmpty ? nil : seconds[min(Int(Double(seconds.count) * share), seconds.count - 1)]
    }
}
