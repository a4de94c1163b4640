// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LocalModel

@Suite
struct FaultPlanTests {
    @Test(arguments: [
        ("status=503", Fault.status(503)), ("delay=2s", .delay(.seconds(2))),
        ("delay=250ms", .delay(.milliseconds(250))),
        ("malformed", .malformed), ("truncated", .truncated), ("broken-body", .brokenBody), ("safety", .safety),
        ("prompt-block", .promptBlocked), ("empty", .empty), ("drop", .drop),
        ("wrong-shape", .wrongShape), ("miscount", .miscount), ("loop", .loop), ("stall", .stall),
        ("finish=RECITATION", .finish("RECITATION")), ("daily-quota", .dailyQuota),
        ("too-many-tokens", .tooManyTokens), ("rate-limit", .rateLimit(retryAfter: nil)),
        ("rate-limit:retry-after=3s", .rateLimit(retryAfter: .seconds(3))),
    ])
    func everyFault(text: String, fault: Fault) throws {
        #expect(try FaultPlan(parsing: [text]).rules == [.init(fault: fault, rate: 1, model: nil)])
    }

    @Test
    func optionsAndScripts() throws {
        let plan = try FaultPlan(parsing: ["status=503:rate=0.2:model=local-b"])
        #expect(plan.rules == [.init(fault: .status(503), rate: 0.2, model: "local-b")])
        let scripted = try FaultPlan(parsing: ["script=status=503,ok,delay=1s,drop:model=local-b"])
        #expect(scripted.scripts == [.init(steps: [.status(503), nil, .delay(.seconds(1)), .drop], model: "local-b")])
    }

    @Test(arguments: [
        "", "status", "status=200", "status=abc", "delay=2", "delay=-1s", "delay=2h", "explode", "malformed=1",
        "finish", "finish=",
        "empty:rate=2", "empty:rate=x", "empty:speed=1", "empty:rate=0.1:rate=0.2", "script=", "script=ok,what",
        "script=ok:rate=0.5", "malformed:", "rate-limit:retry-after=soon",
    ])
    func badSpecificationsAreNamed(text: String) {
        let error = #expect(throws: LocalModelError.self) { try FaultPlan(parsing: [text]) }
        #expect(error?.code == .invalidFault)
        #expect(error?.message.contains("\"\(text)\"") == true)
    }

    @Test
    func aScriptAppliesToConsecutiveRequestsOfItsModel() throws {
        let injector = FaultInjector(try FaultPlan(parsing: ["script=status=500,ok,drop:model=local-b"]))
        #expect(injector.next(for: "local-a").isEmpty)
        #expect((0..<4).map { _ in injector.next(for: "local-b") } == [[.status(500)], [], [.drop], []])
    }

    @Test
    func ratesAreSeeded() throws {
        let plan = try FaultPlan(parsing: ["status=503:rate=0.25"], seed: 7)
        let first = FaultInjector(plan)
        let second = FaultInjector(plan)
        let faults = (0..<1_000).map { _ in first.next(for: "local-model") }
        #expect(faults == (0..<1_000).map { _ in second.next(for: "local-model") })
        #expect((200...300).contains(faults.count { !$0.isEmpty }))
    }

    @Test
    func aDelayCombinesWithOneOtherFault() throws {
        let injector = FaultInjector(try FaultPlan(parsing: ["empty", "delay=1ms", "drop"]))
        #expect(injector.next(for: "local-model") == [.delay(.milliseconds(1)), .empty])
    }
}
