// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMExperiments
import LLMObservability
import Testing

/// What of a dataset's records their spans carry.
@Suite struct RecordTagTests {
    private static let reserved = [
        "experiment_id", "experiment_name", "run_id", "run_iteration", "project_id", "project_name", "dataset_id",
        "dataset_name", "dataset_record_id", "dataset_record_canonical_id", "ml_app", "agent_service", "error",
        "retold",
    ]

    private func tags(_ event: JSONValue?) -> [String] { event?["tags"]?.arrayValue?.compactMap(\.stringValue) ?? [] }

    /// Whoever wrote the dataset does not say which experiment it is part of.
    @Test(arguments: [true, false]) func tagsOfARecordDoNotReplaceTheExperimentsOwn(isMirrored: Bool) async throws {
        try await withMirrorBed { bed in
            let lines = Self.reserved.map { "\($0):FORGED" } + ["region:eu", "version:2"]
            let run = try await bed.run(
                [1],
                metadata: ["_dd": ["x": 1], "tps": 7],
                tags: lines,
                isMirrored: isMirrored
            )
            await bed.client.flush(timeout: .seconds(60))
            let event = try #require(try bed.recordEvents().first)
            let tags = tags(event)
            #expect(!tags.contains { $0.hasSuffix(":FORGED") }, "\(tags)")
            #expect(tags.contains("region:eu") && tags.contains("version:2") && tags.contains("run_id:\(run.id)"))
            #expect(tags.contains("ml_app:vote-extractor") && tags.contains("dataset_record_id:r1"))
            #expect(tags.contains("experiment_id:x") == isMirrored)
            #expect(event["meta"]?["metadata"] == ["tps": 7])
        }
    }

    /// Whoever captures no contents and mirrors nothing keeps the dataset at home.
    @Test(arguments: [true, false]) func whatRecordsHoldIsContent(isMirrored: Bool) async throws {
        try await withMirrorBed(configuration: .test { $0.capturesContent = false }) { bed in
            _ = try await bed.run([1], metadata: ["who": "SECRET"], tags: ["who:SECRET"], isMirrored: isMirrored)
            await bed.client.flush(timeout: .seconds(60))
            let event = try #require(try bed.recordEvents().first)
            #expect(event["meta"]?["metadata"] == (isMirrored ? ["who": "SECRET"] : [:]))
            #expect(tags(event).contains("who:SECRET") == isMirrored)
            #expect(tags(event).contains("dataset_record_id:r1"))
        }
    }
}
