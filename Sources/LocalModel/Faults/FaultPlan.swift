// SPDX-License-Identifier: Apache-2.0

/// Which faults a local model injects: some by rate, some by a script of consecutive requests.
///
/// A specification is `FAULT[:rate=0.2][:model=NAME]`, or `script=FAULT,ok,FAULT…[:model=NAME]`, whose steps apply to
/// consecutive requests and after which rates apply. A FAULT is one of:
///
/// * no answer: `status=503`, `rate-limit[:retry-after=3s]`, `daily-quota`, `too-many-tokens`, `delay=2s`, `drop`
/// * an answer that breaks off: `truncated` (output limit), `broken-body`, `stall` (the connection stays open)
/// * an answer without text: `safety`, `prompt-block`, `empty`, `finish=RECITATION`
/// * an answer that is wrong: `malformed`, `wrong-shape`, `miscount` (a vote too many), `loop`
public struct FaultPlan: Sendable, Hashable {
    struct Rule: Sendable, Hashable {
        var fault: Fault
        var rate: Double
        var model: String?
    }

    struct Script: Sendable, Hashable {
        var steps: [Fault?]
        var model: String?
    }

    var rules: [Rule] = []
    var scripts: [Script] = []
    var seed: UInt64

    /// No faults.
    public static let none = Self()

    private init() {
        seed = 0
    }

    /// Reads specifications; the same seed gives the same faults for the same order of requests.
    public init(parsing specifications: [String], seed: UInt64 = 0) throws(LocalModelError) {
        self.seed = seed
        for specification in specifications {
            var parser = try FaultParser(specification)
            if let script = try parser.script() {
                scripts.append(script)
            } else {
                rules.append(try parser.rule())
            }
        }
    }
}
