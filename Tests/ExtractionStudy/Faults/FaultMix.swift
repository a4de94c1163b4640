// SPDX-License-Identifier: Apache-2.0

/// What goes wrong with the calls of most jobs, and how often.
struct FaultMix {
    /// The local model's names of faults, in equal parts.
    static let kinds = [
        "status=500", "status=502", "status=503", "status=504", "status=529", "status=429",
        "rate-limit:retry-after=1s", "malformed", "wrong-shape", "miscount", "loop", "truncated", "broken-body",
        "stall",
        "delay=20s", "safety", "prompt-block", "finish=RECITATION", "finish=LANGUAGE", "finish=OTHER", "empty",
        "too-many-tokens", "drop",
    ]

    /// The share of calls with a fault, 0 to 1.
    let share: Double

    /// Options of the local model.
    ///
    /// It throws its dice for one fault after the other and takes the first that comes up, so later ones need higher
    /// rates to come as often.
    var arguments: [String] {
        let each = share / Double(Self.kinds.count)
        return Self.kinds.enumerated().flatMap { index, kind in
            ["--fault", "\(kind):rate=\(each / (1 - each * Double(index))):model=local-model"]
        }
    }
}
