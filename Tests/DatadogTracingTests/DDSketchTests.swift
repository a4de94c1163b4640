// SPDX-License-Identifier: Apache-2.0

import JSON
import TestSupport
import Testing

@testable import DatadogTracing

@Suite struct DDSketchTests {
    @Test(arguments: 0..<8) func quantilesAreWithinOnePercent(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var sketch = DDSketch()
        var values: [Double] = []
        for _ in 0..<2000 {
            let exponent = Double.random(in: 0...11, using: &generator)
            let value = Double.pow10(exponent)
            values.append(value)
            sketch.add(value)
        }
        values.sort()
        for quantile in [0, 0.01, 0.5, 0.9, 0.99, 1] {
            let exact = values[Int(quantile * Double(values.count - 1))]
            #expect(abs(sketch.value(at: quantile) - exact) <= exact * 0.01, "\(quantile): \(exact)")
        }
        #expect(sketch.count == 2000)
    }

    @Test func valuesWithoutABin() {
        var sketch = DDSketch()
        for value in [-1, .nan, .infinity, 0, -0.0, .leastNonzeroMagnitude, 1] { sketch.add(value) }
        #expect(sketch.zeroCount == 3 && sketch.bins == [1])
    }

    @Test(arguments: [false, true]) func theLowestBinsAreJoined(isDescending: Bool) {
        let values = stride(from: -290.0, through: 290, by: 0.5).map { Double.pow10($0) }
        var sketch = DDSketch()
        for value in isDescending ? values.reversed() : values { sketch.add(value) }
        #expect(sketch.bins.count == 2048 && sketch.count == Double(values.count))
        #expect(abs(sketch.value(at: 1) / 1e290 - 1) <= 0.01)
        #expect(abs(sketch.value(at: 0.99) / values[Int(0.99 * Double(values.count - 1))] - 1) <= 0.01)
    }

    @Test func anEmptySketchHasTheseBytes() {
        let mapping: [UInt8] = [
            0x0a, 0x12, 0x09, 0, 0, 0, 0, 0, 0x40, 0xf0, 0x3f, 0x11, 0, 0, 0, 0, 0, 0xea, 0x94, 0x40,
        ]
        #expect(DDSketch().encoded == mapping + [0x12, 0, 0x1a, 0])
    }

    @Test(.enabled(if: PythonScript.isInstalled, Comment(rawValue: PythonScript.hint)))
    func datadogsOwnSketchesReadIt() async throws {
        var generator = SeededGenerator(seed: 5)
        var sketch = DDSketch()
        for _ in 0..<500 { sketch.add(Double.random(in: 1...1e10, using: &generator)) }
        sketch.add(0)
        let hexadecimal = sketch.encoded.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let quantiles = [0.1, 0.5, 0.99]
        let input: JSONValue = .object([
            "sketch": .string(hexadecimal), "quantiles": .array(quantiles.map { .double($0) }),
        ])
        let output = try await PythonScript("read_sketch.py").run(input: input.serialized())
        let answer = try JSONValue(parsing: output)
        #expect(answer["count"]?.doubleValue == 501)
        for (quantile, value) in zip(quantiles, answer["values"]?.arrayValue ?? []) {
            // The package names a bin by its upper end, the back end by its lower.
            let theirs = try #require(value.doubleValue) * DDSketch.gamma
            #expect(abs(theirs / sketch.value(at: quantile) - 1) < 1e-9)
        }
    }
}

extension Double {
    fileprivate static func pow10(_ exponent: Double) -> Double {
        let whole = exponent.rounded(.down)
        var value = exponent == whole ? 1.0 : 1 + (exponent - whole) * 9
        for _ in 0..<Int(abs(whole)) { value = whole < 0 ? value / 10 : value * 10 }
        return value
    }
}

extension DDSketch {
    fileprivate var count: Double { zeroCount + bins.reduce(0, +) }

    /// The value below which this share of all lies.
    fileprivate func value(at quantile: Double) -> Double {
        let rank = quantile * (count - 1)
        var seen = zeroCount
        if seen > rank { return 0 }
        for (place, count) in bins.enumerated() {
            seen += count
            if seen > rank { return Self.middle(of: firstBin + place) }
        }
        return .nan
    }

    private static func middle(of bin: Int) -> Double {
        var value = 2 / (1 + gamma) * gamma
        var exponent = Double(bin) - indexOffset
        // Half steps are exact: the offset ends in a half.
        if exponent != exponent.rounded() {
            value *= gamma.squareRoot()
            exponent -= 0.5
        }
        for _ in 0..<Int(abs(exponent)) { value = exponent < 0 ? value / gamma : value * gamma }
        return value
    }
}
