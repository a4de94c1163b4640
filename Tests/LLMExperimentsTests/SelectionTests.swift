// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Testing

@testable import LLMExperiments

@Suite struct SelectionTests {
    @Test func aSeedGivesTheSameRecords() {
        let first = Selection.random(seed: 1).indices(of: 100, sampleSize: 10)
        #expect(first == Selection.random(seed: 1).indices(of: 100, sampleSize: 10))
        #expect(first != Selection.random(seed: 2).indices(of: 100, sampleSize: 10))
        #expect(Set(first).count == 10 && first == first.sorted() && first.allSatisfy { (0..<100).contains($0) })
        // The generator must stay the same over releases, or samples change under people's feet.
        #expect(Selection.random(seed: 0).indices(of: 12, sampleSize: 4).count == 4)
    }

    @Test func everyRecordHasTheSameChance() {
        var counts = [Int](repeating: 0, count: 10)
        for seed in 0..<2_000 {
            for index in Selection.random(seed: UInt64(seed)).indices(of: 10, sampleSize: 3) { counts[index] += 1 }
        }
        // 600 each, six standard deviations of 20 either way.
        #expect(counts.allSatisfy { (480...720).contains($0) }, "\(counts)")
    }

    @Test func wholeDatasetsAndFronts() {
        #expect(Selection.random(seed: 3).indices(of: 4, sampleSize: nil) == [0, 1, 2, 3])
        #expect(Selection.random(seed: 3).indices(of: 4, sampleSize: 9) == [0, 1, 2, 3])
        #expect(Selection.first.indices(of: 4, sampleSize: 2) == [0, 1])
    }
}
