// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import ModelClient
import RedisModelGates

/// `vote-extractor spend`
struct SpendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spend",
        abstract: "Shows what calls of models have cost today and on the days before, over all workers.",
        discussion: """
            Days are by UTC. Set aside is what calls under way may cost at most. Unsettled is what calls may have cost \
            whose end nobody told, such as those of a killed worker; no budget counts it. Calls without a price count \
            as free.

            Examples:
              vote-extractor spend
              vote-extractor spend --days 30 --json | jq -s 'map(.spent_usd) | add'
            """
    )

    @OptionGroup var queue: QueueOptions

    @Option(help: "How many days, with today; at most 40 are kept.")
    var days = 7

    @Flag(help: "Print one JSON object a day.")
    var json = false

    func validate() throws {
        guard (1...40).contains(days) else { throw ValidationError("--days must be from 1 to 40, not \(days)") }
    }

    func run() async throws {
        let gates = try SharedGates(queue, clientName: "vote-extractor-spend", logger: .silent)
        let result: Result<[DaySpend], ModelError>
        do throws(ModelError) { result = .success(try await gates.spending.days(days)) } catch {
            result = .failure(error)
        }
        await gates.close()
        guard case .success(let spend) = result else {
            throw CommandError(
                "Redis cannot be asked what was spent, or this user may not run scripts on {model:…} keys there.\n"
                    + QueueOptions.awayAdvice
            )
        }
        guard json else { return show(spend) }
        for day in spend { Terminal.print(day.json.serialized()) }
    }

    private func show(_ spend: [DaySpend]) {
        var table = TextTable([
            ("DAY", .left), ("SPENT $", .right), ("SET ASIDE $", .right), ("UNSETTLED $", .right), ("CALLS", .right),
            ("WITHOUT PRICE", .right),
        ])
        for day in spend {
            table.append([
                "\(day.day)", "\(day.spent)", "\(day.reserved)", "\(day.unsettled)", "\(day.calls)",
                "\(day.unpricedCalls)",
            ])
        }
        var models = TextTable([("DAY", .left), ("MODEL", .left), ("CALLS", .right), ("$", .right)])
        for day in spend {
            for model in day.models {
                models.append(["\(day.day)", model.name, "\(model.calls)", "\(model.cost)"])
            }
        }
        for line in table.lines { Terminal.print(line) }
        guard spend.contains(where: { !$0.models.isEmpty }) else { return }
        Terminal.print("")
        for line in models.lines { Terminal.print(line) }
    }
}

extension DaySpend {
    fileprivate var json: JSONValue {
        [
            "day": .string("\(day)"), "spent_usd": .double(spent.dollars), "reserved_usd": .double(reserved.dollars),
            "unsettled_usd": .double(unsettled.dollars), "calls": .integer(Int64(calls)),
            "unpriced_calls": .integer(Int64(unpricedCalls)),
            "models": .array(
                models.map { model in
                    [
                        "model": .string(model.name), "calls": .integer(Int64(model.calls)),
                        "cost_usd": .double(model.cost.dollars),
                    ]
                }
            ),
        ]
    }
}
