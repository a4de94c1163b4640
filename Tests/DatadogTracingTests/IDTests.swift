// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatadogTracing

@Suite struct IDTests {
    @Test func traceIDCarriesTheSecondsAndRandomLowBits() {
        let generator = IDGenerator()
        let id = generator.nextTraceID(startedAt: 1_678_572_941_123_456_789)
        #expect(id.high == 0x640c_fd8d_0000_0000)
        #expect(id.low != 0)
        #expect(id.hexadecimal.hasPrefix("640cfd8d00000000"))
        #expect(id.hexadecimal.count == 32)
    }

    @Test func sixtyFourBitIDsHaveNoHighHalf() {
        let id = IDGenerator(uses128Bits: false).nextTraceID(startedAt: 1_678_572_941_123_456_789)
        #expect(id.high == 0)
    }

    @Test func idsDoNotRepeatAndUseAllBits() {
        let generator = IDGenerator()
        let traces = (0..<100).map { _ in generator.nextSpanIDs() }
        var seen = Set<UInt64>()
        var union: UInt64 = 0
        var common = UInt64.max
        for id in traces.flatMap({ ids in (1...1000).map { ids[$0] } }) {
            seen.insert(id)
            union |= id
            common &= id
        }
        #expect(seen.count == 100_000)
        #expect(union == .max)
        #expect(common == 0)
    }

    @Test func twoGeneratorsDiffer() {
        let ids = (0..<100).map { _ in IDGenerator().nextSpanIDs()[1] }
        #expect(Set(ids).count == 100)
    }

    @Test(arguments: [
        "640cfd8d00000000abcdefab12345678", "ffffffffffffffffffffffffffffffff", "00000000000000000000000000000001",
    ])
    func hexadecimalRoundTrip(text: String) throws {
        #expect(try #require(TraceID(hexadecimal: text)).hexadecimal == text)
    }

    @Test(arguments: [
        "", "1", "640cfd8d00000000abcdefab1234567", "640cfd8d00000000abcdefab1234567g", "+00000000000000f",
    ])
    func malformedHexadecimalIsRefused(text: String) {
        #expect(TraceID(hexadecimal: text) == nil)
    }
}
