// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

/// Random values and damaged texts; the seeds are fixed, so a failure repeats.
@Suite struct JSONPropertyTests {
    @Test(arguments: [false, true]) func whatIsWrittenReadsBackEqual(pretty: Bool) throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let value = JSONValue.random(depth: 5, using: &generator)
            let bytes = value.serialized(pretty: pretty)
            let read = try JSONValue(parsing: bytes)
            #expect(read == value)
            #expect(read.serialized(pretty: pretty) == bytes)
        }
    }

    @Test func randomDoublesSurviveToTheBit() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            let double = Double(bitPattern: generator.next())
            guard double.isFinite else { continue }
            #expect(try JSONValue(parsing: JSONValue.double(double).text).doubleValue?.bitPattern == double.bitPattern)
        }
    }

    @Test func aTextCutAnywhereIsAnErrorAtItsEnd() {
        let text = Array(Self.sample.utf8)
        for length in 0..<text.count {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text[..<length])) }
            #expect(error.map { (0...length).contains($0.offset) } == true)
            #expect(throws: JSONError.self) { try JSONScanner.topLevelMembers(of: Array(text[..<length])) }
        }
    }

    @Test func aDamagedTextIsRefusedOrReadsBackEqual() throws {
        let text = Array(Self.sample.utf8)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            guard let value = try? JSONValue(parsing: damaged) else { continue }
            #expect(try JSONValue(parsing: value.serialized()) == value)
        }
    }

    static let sample = #"""
        {"id":"0198a2\u00e9\ud83d\ude00","n":[-12,3.25e-7,9223372036854775807,1e5],"t":"บัตรเสีย \"x\"\n","o":{"a":null,
        "b":true,"c":false,"d":{},"e":[]},"long":"abcdefghijklmnopqrstuvwxyz0123456789"}
        """#
}
