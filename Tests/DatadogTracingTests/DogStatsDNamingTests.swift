// SPDX-License-Identifier: Apache-2.0

import Metrics
import TestSupport
import Testing

@testable import DatadogTracing

@Suite struct DogStatsDNamingTests {
    @Test(arguments: [
        ("http.requests_total", "http.requests_total"), ("a b|c:1|g\n#x,y@z", "a_b_c_1_g__x_y_z"), ("", "_"),
        ("größe", "gr__e"), ("a-b/c", "a_b_c"),
    ])
    func names(label: String, name: String) {
        #expect(MetricNaming.name(label) == Array(name.utf8))
    }

    @Test(arguments: [
        ("url", "http://h:1/a-b.c", "url:http://h:1/a-b.c"), ("k", "a,b|c\n#d e", "k:a_b_c__d_e"), ("k", "", "k"),
        ("a:b", "v", "a_b:v"), ("", "v", "_:v"), ("stadt", "Köln", "stadt:Köln"), ("flag", "🇩🇪", "flag:__"),
    ])
    func tags(key: String, value: String, tag: String) {
        #expect(MetricNaming.tag(key, value) == Array(tag.utf8))
    }

    @Test func longTextsAreCut() {
        let long = String(repeating: "ä", count: 1000)
        #expect(MetricNaming.name(long).count == 200)
        for tag in [MetricNaming.tag("key", long), MetricNaming.tag(long, "v")] {
            #expect(String(decoding: tag, as: UTF8.self).count == 200)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func whateverTheTextsEachLineParses(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let texts = (0..<400).map { _ in Self.text(&random) }
        let fixture = try DogStatsDFixture(tags: [(texts[0], texts[1]), ("service", texts[2])])
        var count = 0
        for index in stride(from: 3, to: 390, by: 7) {
            let dimensions = [
                (texts[index], texts[index + 1]), (texts[index + 2], texts[index + 3]), ("n", "\(index)"),
            ]
            Counter(label: texts[index + 4], dimensions: dimensions, factory: fixture.client).increment()
            Recorder(label: texts[index + 5], dimensions: dimensions, factory: fixture.client).record(index)
            count += 2
        }
        let lines = try await fixture.flushed()
        #expect(lines.count == count)
        #expect(lines.allSatisfy { line in line.tags.contains { $0.hasPrefix("n:") } })
        #expect(fixture.client.statistics.snapshot.droppedLines.isEmpty)
    }

    /// Up to 60 characters, many of them such as mean something to DogStatsD.
    private static func text(_ random: inout SeededGenerator) -> String {
        let special: [Unicode.Scalar] = ["|", "#", ",", ":", "\n", "\r", "\0", "@", "_", " ", "c", "1", "ß", "\u{301}"]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            if Bool.random(using: &random) {
                text.append(special.randomElement(using: &random) ?? "|")
            } else {
                text.append(Unicode.Scalar(UInt32.random(in: 0...0x10_FFFF, using: &random)) ?? "?")
            }
        }
        return String(text)
    }
}
