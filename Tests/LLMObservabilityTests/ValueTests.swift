// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import LLMObservability

/// Values of any type as they are annotated, and functions as a macro would write them.
@Suite struct ValueTests {
    private struct File: CustomStringConvertible {
        let name: String
        var description: String { "File(\(name))" }
    }

    private enum Model: String { case fast }

    @Test func valuesOfAllSorts() {
        #expect(LLMObs.value(of: "text") == "text" && LLMObs.value(of: 5) == 5 && LLMObs.value(of: true) == true)
        #expect(LLMObs.value(of: 2.5) == 2.5 && LLMObs.value(of: Float(2)) == 2 && LLMObs.value(of: UInt8(7)) == 7)
        #expect(LLMObs.value(of: UInt64.max) == "18446744073709551615")
        #expect(LLMObs.value(of: Optional<Int>.none as Any) == .null && LLMObs.value(of: Optional(3) as Any) == 3)
        #expect(LLMObs.value(of: [File(name: "a"), File(name: "b")]) == ["File(a)", "File(b)"])
        #expect(LLMObs.value(of: ["b": [1], "a": []]).text == #"{"a":[],"b":[1]}"#)
        #expect(LLMObs.value(of: Model.fast) == "fast" && LLMObs.value(of: [nil, 1] as [Int?]) == [nil, 1])
        #expect(LLMObs.value(of: JSONValue.object(["k": nil])) == ["k": nil])
        #expect(LLMObs.value(of: Double.nan).text == "null")
    }

    private struct Page {
        let number: Int?
        let bytes: [UInt8]
        let place: (row: Int, Double)
    }

    @Test func structsAreToldMemberByMember() {
        let value = LLMObs.value(of: [Page(number: nil, bytes: [1, 2, 3], place: (4, 0.5))])
        #expect(value.text == #"[{"number":null,"bytes":"3 bytes","place":{"row":4,".1":0.5}}]"#)
    }

    @Test func valuesAreBounded() {
        #expect(LLMObs.value(of: Array(0..<5_000)).arrayValue?.count == 1_000)
        var deep: Any = 1
        for _ in 0..<100 { deep = [deep] }
        var value = LLMObs.value(of: deep)
        var depth = 0
        while let next = value[0] { (value, depth) = (next, depth + 1) }
        #expect(depth <= 8)
    }

    // The forms that an expanded macro takes.

    private struct Refused: Error, Equatable {}

    private func typed(_ number: Int) async throws(Refused) -> Int {
        try await LLMObs.workflow("typed") { (span) async throws(Refused) -> Int in
            span.annotate(input: ["number": LLMObs.value(of: number)])
            guard number > 0 else { throw Refused() }
            await Task.yield()
            return number * 2
        }
    }

    private func generic<Value>(_ value: Value) -> [Value] {
        LLMObs.tool("generic") { (span) -> [Value] in
            span.annotate(input: ["value": LLMObs.value(of: value)])
            return [value, value]
        }
    }

    private static func statically() async -> String {
        await LLMObs.task("static") { (_) async -> String in "done" }
    }

    private struct Tally {
        var count = 0

        mutating func raise() {
            LLMObs.task("mutating") { _ in count += 1 }
        }
    }

    @Test func theFormsOfAMacro() async throws {
        try await withTestBed { bed in
            try await bed.run { _ in
                let doubled = try await typed(2)
                #expect(doubled == 4)
                await #expect(throws: Refused()) { try await typed(0) }
                #expect(generic("x") == ["x", "x"])
                #expect(await Self.statically() == "done")
                var tally = Tally()
                tally.raise()
                #expect(tally.count == 1)
            }
            let names = try bed.spanEvents().compactMap { $0["name"]?.stringValue }.sorted()
            #expect(names == ["generic", "mutating", "static", "typed", "typed"])
        }
    }
}
