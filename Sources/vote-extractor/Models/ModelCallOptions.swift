// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import ModelClient

/// How a worker asks its models.
struct ModelCallOptions: ParsableArguments {
    @Option(help: "Seconds that one call of a model may take (VOTE_EXTRACTOR_MODEL_TIMEOUT_SECONDS).")
    var modelTimeoutSeconds = Settings.modelTimeoutSeconds.value

    @Flag(
        inversion: .prefixedNo,
        help: "Take answers as they are written, so that one that stalls or loops ends early (VOTE_EXTRACTOR_STREAM)."
    )
    var stream = Settings.stream.value

    @Option(help: "With --stream: seconds until an answer must begin (VOTE_EXTRACTOR_FIRST_BYTE_SECONDS).")
    var firstByteSeconds = Settings.firstByteSeconds.value

    @Option(help: "With --stream: seconds that an answer may pause (VOTE_EXTRACTOR_IDLE_SECONDS).")
    var idleSeconds = Settings.idleSeconds.value

    @Option(
        help: """
            For jobs with a deadline: seconds after which the last call that it allows is made a second time, of the next \
            model, and the first answer counts; costs up to twice as much; without it never \
            (VOTE_EXTRACTOR_HEDGE_AFTER_SECONDS).
            """
    )
    var hedgeAfterSeconds: Int?

    @Option(
        help: """
            How much models may think before they answer: minimal, low, medium or high; without it as much as they like. \
            Models that do not think may refuse it (VOTE_EXTRACTOR_THINKING).
            """
    )
    var thinking: ThinkingEffort?

    /// How much models may think; nil leaves that to them.
    var thinkingEffort: ThinkingEffort? { thinking ?? Settings.thinking.value }

    @Option(
        help: """
            Requests and tokens per minute of one model, over all workers, NAME=REQUESTS, NAME=REQUESTS/TOKENS or \
            NAME=/TOKENS; may be repeated (VOTE_EXTRACTOR_RATE_LIMITS).
            """
    )
    var rateLimit: [String] = Settings.rateLimits.value

    @Option(
        help: """
            Seconds that a call waits for its model's gate; one that would wait longer gives way \
            (VOTE_EXTRACTOR_GATE_PATIENCE_SECONDS).
            """
    )
    var gatePatienceSeconds = Settings.gatePatienceSeconds.value

    @Option(
        help: """
            US dollars that the calls for one job may cost, over all of its runs within eight days, such as 0.05; a job \
            beyond it becomes a dead letter (VOTE_EXTRACTOR_JOB_BUDGET_USD).
            """
    )
    var jobBudgetUSD: MicroDollars?

    @Option(
        help: """
            US dollars that the calls of all workers with this Redis may cost a day by UTC; jobs beyond it wait for the next \
            (VOTE_EXTRACTOR_DAY_BUDGET_USD).
            """
    )
    var dayBudgetUSD: MicroDollars?

    /// What the calls for one job may cost; nil for any amount.
    var jobBudget: MicroDollars? { jobBudgetUSD ?? Settings.jobBudgetUSD.value }

    /// What the calls of all workers may cost a day; nil for any amount.
    var dayBudget: MicroDollars? { dayBudgetUSD ?? Settings.dayBudgetUSD.value }

    func validate() throws {
        try Settings.modelTimeoutSeconds.check(modelTimeoutSeconds)
        try Settings.firstByteSeconds.check(firstByteSeconds)
        try Settings.idleSeconds.check(idleSeconds)
        try Settings.hedgeAfterSeconds.check(hedgeAfterSeconds)
        try Settings.gatePatienceSeconds.check(gatePatienceSeconds)
        _ = try limits()
    }

    var streaming: StreamingTimeouts? {
        stream ? StreamingTimeouts(firstByte: .seconds(firstByteSeconds), idle: .seconds(idleSeconds)) : nil
    }

    /// How late the last answer must be for a second call; nil for none.
    var hedgeAfter: Duration? {
        (hedgeAfterSeconds ?? Settings.hedgeAfterSeconds.value).map { .seconds($0) }
    }

    func gates() throws -> GateConfiguration {
        GateConfiguration(limits: try limits(), patience: .seconds(gatePatienceSeconds))
    }

    private func limits() throws -> [String: GateLimits] {
        var limits: [String: GateLimits] = [:]
        for text in rateLimit {
            guard let (name, limit) = Self.limit(text) else {
                throw ValidationError(
                    "--rate-limit \(text): write NAME=REQUESTS/TOKENS, such as gemini-2.5-pro=150/2000000"
                )
            }
            limits[name] = limit
        }
        return limits
    }

    private static func limit(_ text: String) -> (String, GateLimits)? {
        guard let sign = text.lastIndex(of: "="), sign > text.startIndex else { return nil }
        let parts = text[text.index(after: sign)...].split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.contains(where: { !$0.isEmpty }) else { return nil }
        var numbers: [Int?] = []
        for part in parts {
            guard !part.isEmpty else {
                numbers.append(nil)
                continue
            }
            guard let number = Int(part), number > 0 else { return nil }
            numbers.append(number)
        }
        let limits = GateLimits(requestsPerMinute: numbers[0], tokensPerMinute: numbers.count == 2 ? numbers[1] : nil)
        return (String(text[..<sign]), limits)
    }
}

extension ThinkingEffort: ExpressibleByArgument {}
