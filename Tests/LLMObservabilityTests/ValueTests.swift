// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization
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

    private enum Part {
        case image([UInt8])
        case text(String, language: String)
        case nothing
    }

    @Test func whatCasesCarryIsToldMemberByMember() {
        #expect(LLMObs.value(of: Part.image([1, 2])) == ["image": "2 bytes"])
        #expect(LLMObs.value(of: Part.text("x", language: "th")) == ["text": [".0": "x", "language": "th"]])
        #expect(LLMObs.value(of: Part.nothing) == "nothing")
    }

    @Test func ofBytesOnlyTheirNumberIsTold() {
        let bytes: [UInt8] = [1, 2, 3, 4]
        #expect(LLMObs.value(of: bytes[1...]) == "3 bytes" && LLMObs.value(of: ContiguousArray(bytes)) == "4 bytes")
        #expect(LLMObs.value(of: [UInt8]()) == "0 bytes" && LLMObs.value(of: [String]()) == [])
        #expect(LLMObs.value(of: [Int]()) == [])
    }

    /// A limit for each level is none on all of them together.
    @Test func allTogetherIsBounded() {
        let wide = Array(repeating: Array(repeating: Array(repeating: 7, count: 500), count: 500), count: 500)
        #expect(LLMObs.value(of: wide).text.utf8.count < 100_000)
        let long = Array(repeating: String(repeating: "x", count: 10_000), count: 500)
        #expect(LLMObs.value(of: long).text.utf8.count < 1_100_000)
        let image = Part.text(String(repeating: "é", count: 1_000_000), language: "fr")
        #expect(LLMObs.value(of: image).text.utf8.count < 1_100_000)
        let json = JSONValue.array(Array(repeating: .string(String(repeating: "x", count: 2_000)), count: 1_000))
        #expect(LLMObs.value(of: json).text.utf8.count < 1_200_000)
        let small = JSONValue.array(Array(repeating: 1, count: 2_000))
        #expect(LLMObs.value(of: small) == small, "what is JSON already goes as it is")
    }

    private struct Counted: Hashable, CustomStringConvertible {
        static let descriptions = Atomic<Int>(0)
        let number: Int
        var description: String {
            Self.descriptions.add(1, ordering: .relaxed)
            return "Counted(\(number))"
        }
    }

    private struct Key: Hashable {
        let parts: [Counted]
    }

    /// What is left out is not made first.
    @Test func nothingIsMadeToBeCutOff() {
        let key = Key(parts: (0..<200_000).map(Counted.init))
        let pairs = LLMObs.value(of: [key: 1]).objectValue ?? [:]
        #expect(pairs.count == 1 && pairs.first?.key.contains("Counted(0)") == true)
        #expect(Counted.descriptions.load(ordering: .relaxed) <= 1_000)
        let text = String(repeating: "é", count: 2_000_000)
        #expect(LLMObs.value(of: text.dropFirst()).text.utf8.count < 1_100_000)
        let large = JSONValue.array(
            Array(repeating: ["text": .string(String(repeating: "x", count: 20_000))], count: 90)
        )
        let value = LLMObs.value(of: large)
        #expect(value.text.utf8.count < 1_200_000 && value[0] == large[0], "what there is room for stays JSON")
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
