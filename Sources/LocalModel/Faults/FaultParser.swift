// SPDX-License-Identifier: Apache-2.0

/// Reads one fault specification.
struct FaultParser {
    private let specification: String
    private let head: String
    private var options: [String: String] = [:]

    init(_ specification: String) throws(LocalModelError) {
        self.specification = specification
        let fields = specification.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        head = fields[0]
        for field in fields.dropFirst() {
            let (name, value) = Self.pair(field)
            guard let value, ["rate", "model", "retry-after"].contains(name), options[name] == nil else {
                throw Self.error(
                    specification,
                    "\"\(field)\" is no option; use rate=, model= or retry-after=, each once"
                )
            }
            options[name] = value
        }
    }

    /// Nil when the specification is not a script.
    mutating func script() throws(LocalModelError) -> FaultPlan.Script? {
        let (name, list) = Self.pair(head)
        guard name == "script" else { return nil }
        guard let list, !list.isEmpty else { throw failure("a script needs steps, such as script=status=503,ok") }
        guard options["rate"] == nil else { throw failure("a script has no rate") }
        var steps: [Fault?] = []
        for step in list.split(separator: ",", omittingEmptySubsequences: false) {
            steps.append(step == "ok" ? nil : try fault(String(step)))
        }
        return FaultPlan.Script(steps: steps, model: options["model"])
    }

    func rule() throws(LocalModelError) -> FaultPlan.Rule {
        let rate = options["rate"].map(Double.init) ?? 1
        guard let rate, (0...1).contains(rate) else { throw failure("rate must be a number from 0 to 1") }
        return FaultPlan.Rule(fault: try fault(head), rate: rate, model: options["model"])
    }

    private func fault(_ text: String) throws(LocalModelError) -> Fault {
        let (name, value) = Self.pair(text)
        if value == nil, let plain = Self.plain[name] { return plain }
        switch (name, value) {
        case ("finish", .some(let value)) where !value.isEmpty: return .finish(value)
        case ("rate-limit", nil): return .rateLimit(retryAfter: try options["retry-after"].map(duration))
        case ("delay", .some(let value)): return .delay(try duration(value))
        case ("status", .some(let value)): return .status(try status(value))
        default:
            throw failure(
                "\"\(text)\" is no fault; known are status=503, delay=2s, finish=RECITATION, rate-limit, "
                    + Self.plain.keys.sorted().joined(separator: ", ")
            )
        }
    }

    /// Those that need no more than their name.
    private static let plain: [String: Fault] = [
        "malformed": .malformed, "wrong-shape": .wrongShape, "miscount": .miscount, "loop": .loop,
        "truncated": .truncated, "broken-body": .brokenBody, "stall": .stall, "safety": .safety,
        "prompt-block": .promptBlocked, "empty": .empty, "daily-quota": .dailyQuota,
        "too-many-tokens": .tooManyTokens, "drop": .drop,
    ]

    private func status(_ text: String) throws(LocalModelError) -> Int {
        guard let status = Int(text), (400...599).contains(status) else {
            throw failure("status must be from 400 to 599")
        }
        return status
    }

    private func duration(_ text: String) throws(LocalModelError) -> Duration {
        let units: [(suffix: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60)]
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let number = Double(text.dropLast(unit.suffix.count)), (0...3_600).contains(number * unit.seconds)
            else {
                break
            }
            return .seconds(number * unit.seconds)
        }
        throw failure("\"\(text)\" is no duration of at most an hour, such as 500ms, 2s or 1m")
    }

    private func failure(_ problem: String) -> LocalModelError {
        Self.error(specification, problem)
    }

    private static func error(_ specification: String, _ problem: String) -> LocalModelError {
        LocalModelError(.invalidFault, "Fault \"\(specification)\": \(problem).")
    }

    private static func pair(_ text: String) -> (name: String, value: String?) {
        guard let sign = text.firstIndex(of: "=") else { return (text, nil) }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
}
