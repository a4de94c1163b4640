// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservabilityMacros

/// Functions of every shape that the macros are for; that they compile is half of the test.
enum Shapes {
    struct Refused: Error, Equatable {}

    @Workflow static func plain(_ number: Int) -> Int { number + 1 }

    @LLMTask static func throwing(_ number: Int?) throws -> Int {
        guard let number else { throw Refused() }
        return number
    }

    @Tool static func typed(number: Int) async throws(Refused) -> Int {
        guard number > 0 else { throw Refused() }
        await Task.yield()
        return number * 2
    }

    @Agent(version: "2") static func nothing(_ names: String...) async {
        span.annotate(metadata: ["count": .integer(Int64(names.count))])
        await Task.yield()
    }

    @Workflow static func generic<Value: Collection>(_ values: Value, of _: Value.Type) -> [Value]
    where Value: Sendable {
        [values, values]
    }

    @Workflow static func pack<each Value>(_ values: repeat each Value) -> Int {
        var count = 0
        for _ in repeat each values { count += 1 }
        return count
    }

    @LLMTask static func opaque(_ limit: Int?) -> some Sequence<Int> {
        let numbers = [1, 2, 3]
        guard let limit else { return numbers.map { $0 } }
        return numbers.map { $0 + limit }
    }

    @LLMTask static func changed(_ number: inout Int, by step: Int) async {
        defer { number *= 2 }
        await Task.yield()
        number += step
    }

    @Tool static func closures(
        _ change: (Int) -> Int,
        late: @escaping @Sendable () -> Int,
        perhaps: ((Int) -> Int)? = nil,
        automatic: @autoclosure () -> Int
    ) -> Int {
        change(late()) + (perhaps?(1) ?? 0) + automatic()
    }

    @Tool static func borrowed(_ file: borrowing File) -> Int { file.size }

    @Tool static func consumed(_ numbers: consuming [Int]) -> Int {
        numbers.append(1)
        return numbers.count
    }

    @Tool static func viewed(_ numbers: Span<Int>) -> Int { numbers.count }

    @Tool static func sent(_ box: sending Box) async -> Int { box.count }

    @Tool static func isolated(on actor: isolated Desk, adding step: Int) async -> Int {
        actor.count += step
        await Task.yield()
        return actor.count
    }

    @Tool static func branching(_ flag: Bool) -> String {
        if flag { return "yes" } else { return "no" }
    }

    @Tool static func expression(_ flag: Bool) -> Int { if flag { 1 } else { 2 } }

    @Tool static func text() -> String {
        """
        one
          two

        three
        """
    }

    @Tool static func optional(_ number: Int) -> Int? { number > 0 ? number : nil }

    @Tool static func unwrapped(_ number: Int) -> Int! { number > 0 ? number : nil }

    @Tool static func neverReturning() throws -> Never { throw Refused() }

    @Tool static func shadowing(_ span: Int) -> Int { span + 1 }

    @Tool @discardableResult static func discarding() -> Int { 1 }

    @Tool static func forgetting() { discarding() }

    @Tool static func `repeat`(`in` `where`: Int) -> Int { `where` }

    @MainActor @Workflow static func onMainActor() async -> Int {
        MainActor.assertIsolated()
        await Task.yield()
        MainActor.assertIsolated()
        return 1
    }

    @concurrent @Workflow static func elsewhere() async -> Int { 1 }

    @Tool static func + (left: Shapes.Type, right: Int) -> Int { right }
}

struct File: ~Copyable {
    let size: Int
}

final class Box {
    var count = 0
}

actor Desk {
    var count = 0
    private let box = Box()

    @Workflow func work(_ step: Int) async -> Int {
        count += step
        await Task.yield()
        return now()
    }

    @LLMTask func now() -> Int { count }

    @LLMTask private func shared() async -> Box {
        box.count += 1
        await Task.yield()
        return box
    }

    func usesShared() async -> Int { await shared().count }

    @LLMTask nonisolated func aside() async -> Int { 7 }
}

struct Tally {
    var count = 0

    @LLMTask mutating func raise(by step: Int) { count += step }

    @LLMTask mutating func raiseLater() async throws {
        await Task.yield()
        count += 1
    }
}

class Base {
    @Tool func me() -> Self { self }
    @Tool class func make(_ number: Int) -> Int { number }
    @Tool func overridden() -> Int { 1 }
}

final class Derived: Base {
    @Tool(name: "derived") override func overridden() -> Int { super.overridden() + 1 }
}

protocol Summing {
    func sum(_ numbers: [Int]) -> Int
}

extension Summing {
    @LLMTask func sum(_ numbers: [Int]) -> Int { numbers.reduce(0, +) }
}
