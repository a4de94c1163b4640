// SPDX-License-Identifier: Apache-2.0

/// What calls have cost and what is set aside for those under way.
///
/// A pure state machine: times are told to it, counted from 1970. The scripts of `RedisModelGates` reckon the same.
struct SpendLedger: Sendable {
    fileprivate struct Held {
        let amount: Int64
        let until: Duration
    }

    fileprivate struct Day {
        var summary: DaySpend
        var held: [String: Held] = [:]
        /// Calls that were charged, and until when that is known.
        var charged: [String: Duration] = [:]
        var models: [String: (calls: Int, cost: Int64)] = [:]
    }

    fileprivate struct Job {
        var spent: Int64 = 0
        var held: [String: Held] = [:]
        var keptUntil: Duration = .zero
    }

    private var days: [SpendDay: Day] = [:]
    private var jobs: [String: Job] = [:]

    private static let daysKept = 40
    fileprivate static let maximumModels = 500
    private static let maximumJobs = 100_000
    /// A job may wait for a week, and shall find then what it has spent before.
    private static let jobsKept = Duration.seconds(8 * 86_400)
    private static let chargedKept = Duration.seconds(15 * 60)
    /// How soon the money of calls under way may be free.
    private static let shortWait = Duration.seconds(30)

    mutating func reserve(_ ticket: SpendTicket, now: Duration) -> SpendDecision {
        let today = SpendDay(at: now)
        days[today]?.letGo(now)
        // What costs nothing always fits, also into a budget that is overdrawn.
        if ticket.amount.millionths != 0,
            let refusal = refusal(ofJob: ticket, now) ?? refusal(ofDay: ticket, today, now)
        {
            return refusal
        }
        let held = Held(amount: ticket.amount.millionths, until: now + ticket.lifetime)
        day(today) { $0.held[ticket.id] = held }
        if let budget = ticket.job { job(budget.job, now) { $0.held[ticket.id] = held } }
        return .go(today)
    }

    mutating func charge(_ ticket: SpendTicket, _ charge: SpendCharge, now: Duration) {
        let today = ticket.day ?? SpendDay(at: now)
        let cost = charge.cost?.millionths ?? 0
        if ticket.day != nil {
            guard days[today]?.charged[ticket.id] == nil else { return }
            day(today) { day in
                day.charged[ticket.id] = now + Self.chargedKept
                guard day.held.removeValue(forKey: ticket.id) == nil else { return }
                day.summary.unsettled.millionths -= ticket.amount.millionths
            }
        }
        if let model = charge.model { day(today) { $0.add(model, cost, isPriced: charge.cost != nil) } }
        guard let budget = ticket.job else { return }
        job(budget.job, now) { job in
            job.held[ticket.id] = nil
            job.spent += cost
        }
    }

    mutating func latest(_ count: Int, now: Duration) -> [DaySpend] {
        let today = SpendDay(at: now).number
        for number in (today - Self.daysKept)...today { days[SpendDay(number: number)]?.letGo(now) }
        return days.values.filter { $0.summary.day.number > today - count }.map(\.told)
            .sorted { $0.day > $1.day }
    }

    private mutating func refusal(ofJob ticket: SpendTicket, _ now: Duration) -> SpendDecision? {
        guard let budget = ticket.job else { return nil }
        let job = jobs[budget.job] ?? Job()
        let left = MicroDollars(millionths: budget.limit.millionths - job.spent)
        let held = job.held.values.reduce(0) { $1.until > now ? $0 + $1.amount : $0 }
        if ticket.amount > left { return .exceeded(.job, left: left, wait: nil) }
        return ticket.amount.millionths > left.millionths - held
            ? .exceeded(.job, left: left, wait: Self.shortWait) : nil
    }

    private func refusal(ofDay ticket: SpendTicket, _ today: SpendDay, _ now: Duration) -> SpendDecision? {
        guard let limit = ticket.dayLimit else { return nil }
        let day = days[today]
        let left = MicroDollars(millionths: limit.millionths - (day?.summary.spent.millionths ?? 0))
        guard ticket.amount <= limit else { return .exceeded(.day, left: left, wait: nil) }
        guard ticket.amount <= left else {
            return .exceeded(.day, left: left, wait: .seconds((today.number + 1) * 86_400) - now)
        }
        return ticket.amount.millionths > left.millionths - (day?.heldAmount ?? 0)
            ? .exceeded(.day, left: left, wait: Self.shortWait) : nil
    }

    private mutating func day(_ day: SpendDay, _ change: (inout Day) -> Void) {
        if days[day] == nil {
            days = days.filter { $0.key.number > day.number - Self.daysKept }
            days[day] = Day(summary: DaySpend(day: day))
        }
        change(&days[day, default: Day(summary: DaySpend(day: day))])
    }

    private mutating func job(_ name: String, _ now: Duration, _ change: (inout Job) -> Void) {
        if jobs[name] == nil, jobs.count >= Self.maximumJobs { jobs = jobs.filter { $0.value.keptUntil > now } }
        change(&jobs[name, default: Job()])
        jobs[name]?.keptUntil = now + Self.jobsKept
    }
}

extension SpendLedger.Day {
    fileprivate var heldAmount: Int64 { held.values.reduce(0) { $0 + $1.amount } }

    /// Nobody told how these calls ended.
    fileprivate mutating func letGo(_ now: Duration) {
        charged = charged.filter { $0.value > now }
        for (id, late) in held where late.until <= now {
            held[id] = nil
            summary.unsettled.millionths += late.amount
        }
    }

    fileprivate mutating func add(_ model: String, _ cost: Int64, isPriced: Bool) {
        summary.spent.millionths += cost
        summary.calls += 1
        if !isPriced { summary.unpricedCalls += 1 }
        let isKnown = models[model] != nil || models.count < SpendLedger.maximumModels
        models[isKnown ? model : "other", default: (0, 0)].calls += 1
        models[isKnown ? model : "other", default: (0, 0)].cost += cost
    }

    fileprivate var told: DaySpend {
        var told = summary
        told.reserved.millionths = heldAmount
        told.models = models.map { name, sums in
            DaySpend.Model(name: name, calls: sums.calls, cost: MicroDollars(millionths: sums.cost))
        }.inOrder()
        return told
    }
}

extension [DaySpend.Model] {
    /// The costliest first, then by name.
    package func inOrder() -> Self { sorted { ($1.cost, $0.name) < ($0.cost, $1.name) } }
}
