// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservabilityMacros
import Testing

/// Functions of every shape do inside their spans what they do without.
@Suite struct ShapeTests {
    private struct Calculator: Summing {}

    @Test func valuesAndErrors() async throws {
        let events = try await MacroBed.events {
            #expect(Shapes.plain(1) == 2)
            #expect(try Shapes.throwing(3) == 3)
            #expect(throws: Shapes.Refused()) { try Shapes.throwing(nil) }
            let doubled = try await Shapes.typed(number: 4)
            #expect(doubled == 8)
            do throws(Shapes.Refused) { _ = try await Shapes.typed(number: 0) } catch { #expect(error == .init()) }
            await Shapes.nothing("a", "b")
            #expect(throws: Shapes.Refused()) { try Shapes.neverReturning() }
        }
        #expect(events.names == ["neverReturning", "nothing", "plain", "throwing", "throwing", "typed", "typed"])
        #expect(events.input("plain") == #"{"number":1}"# && events.output("plain") == "2")
        #expect(events.input("nothing") == #"{"names":["a","b"]}"# && events["nothing"]?["meta"]?["output"] == nil)
        #expect(
            events["nothing"]?["meta"]?["metadata"] == ["count": 2] && events.has(tag: "agent_version:2", "nothing")
        )
        #expect(events.all.filter { $0["status"] == "error" }.count == 3)
        #expect(events["neverReturning"]?["meta"]?["error"]?["type"]?.stringValue?.hasSuffix("Refused") == true)
        for (name, kind) in [("plain", "workflow"), ("throwing", "task"), ("typed", "tool"), ("nothing", "agent")] {
            #expect(events.kind(name) == kind)
        }
    }

    @Test func parametersOfAllSorts() async throws {
        let events = try await MacroBed.events {
            #expect(Shapes.generic("ab", of: String.self) == ["ab", "ab"])
            #expect(Shapes.pack(1, "two", 3.0) == 3)
            #expect(Array(Shapes.opaque(nil)) == [1, 2, 3] && Array(Shapes.opaque(1)) == [2, 3, 4])
            var number = 1
            await Shapes.changed(&number, by: 4)
            #expect(number == 10)
            #expect(Shapes.closures({ $0 + 1 }, late: { 2 }, automatic: 4) == 7)
            #expect(Shapes.borrowed(File(size: 5)) == 5)
            #expect(Shapes.consumed([1]) == 2)
            #expect(Shapes.viewed([1, 2, 3].span) == 3)
            let sent = await Shapes.sent(Box())
            #expect(sent == 0)
        }
        #expect(events.input("generic") == #"{"values":"ab"}"# && events.output("generic") == #"["ab","ab"]"#)
        #expect(events.input("pack") == nil && events.output("pack") == "3")
        #expect(events.input("opaque") == #"{"limit":null}"# && events.output("opaque") == "[1,2,3]")
        #expect(events.input("changed") == #"{"step":4}"# && events.output("changed") == nil)
        #expect(events.input("closures") == nil && events.output("closures") == "7")
        #expect(
            events.input("borrowed") == #"{"file":"File"}"# && events.input("viewed") == #"{"numbers":"Span<Int>"}"#
        )
        #expect(events.input("consumed") == #"{"numbers":[1]}"# && events.output("consumed") == "2")
    }

    @Test func actorsAndClasses() async throws {
        let events = try await MacroBed.events {
            let desk = Desk()
            let worked = await desk.work(2)
            let shared = await desk.usesShared()
            let aside = await desk.aside()
            let isolated = await Shapes.isolated(on: desk, adding: 3)
            #expect(worked == 2 && shared == 1 && aside == 7 && isolated == 5)
            let (main, elsewhere) = (await Shapes.onMainActor(), await Shapes.elsewhere())
            #expect(main == 1 && elsewhere == 1)
            var tally = Tally()
            tally.raise(by: 2)
            try await tally.raiseLater()
            #expect(tally.count == 3)
            let derived = Derived()
            #expect(derived.me() === derived && Derived.make(1) == 1 && derived.overridden() == 2)
            #expect(Calculator().sum([1, 2]) == 3)
        }
        #expect(events["now"].flatMap(events.parent) == "work")
        #expect(events["overridden"].flatMap(events.parent) == "derived")
        #expect(events.input("isolated") == #"{"step":3}"# && events.input("sum") == #"{"numbers":[1,2]}"#)
        #expect(
            Set(events.names).isSuperset(of: ["shared", "aside", "onMainActor", "elsewhere", "raise", "raiseLater"])
        )
    }

    @Test func bodiesOfAllSorts() async throws {
        let events = try await MacroBed.events {
            #expect(Shapes.branching(true) == "yes" && Shapes.expression(false) == 2)
            #expect(Shapes.text() == "one\n  two\n\nthree")
            #expect(Shapes.optional(0) == nil && Shapes.unwrapped(1) == 1)
            #expect(Shapes.shadowing(1) == 2)
            Shapes.forgetting()
            #expect(Shapes.repeat(in: 1) == 1 && Shapes.self + 2 == 2)
        }
        #expect(events.output("branching") == "yes" && events.output("expression") == "2")
        #expect(events.output("optional") == nil, "nil is no output")
        #expect(events.input("shadowing") == #"{"span":1}"# && events.input("repeat") == #"{"where":1}"#)
        #expect(events["discarding"].flatMap(events.parent) == "forgetting")
        #expect(events.names.contains("+"))
    }
}
