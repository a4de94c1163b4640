// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import LLMObservability
import TestSupport
import Testing

@testable import LLMExperiments

@Suite struct DatasetTests {
    @Test func readsJSON() throws {
        let text = """
            {"name": "forms", "description": "three", "records": [
              {"id": "a", "input": {"form": 1}, "expected_output": {"votes": 1}, "metadata": {"tps": 7}, "tags": ["r:eu"]},
              {"input_data": "b", "expected_output": null}
            ]}
            """
        let dataset = try Dataset(json: Array(text.utf8), name: "file")
        #expect(dataset.name == "forms" && dataset.description == "three" && dataset.records.count == 2)
        #expect(dataset.records[0].id == "a" && dataset.records[0].metadata == ["tps": 7])
        #expect(dataset.records[0].tags == ["r:eu"])
        #expect(dataset.records[1].input == "b" && dataset.records[1].expectedOutput == nil)
        #expect(try Dataset(json: dataset.json.serialized(), name: "x") == dataset)
    }

    @Test(arguments: [
        "{", "3", "[{}]", #"[{"input": 1, "expected": 2}]"#, #"[{"input": 1, "metadata": 3}]"#,
        #"[{"input": 1, "tags": ["no colon"]}]"#, #"[{"input": 1}, {"input": 1}]"#, #"[{"input": 1, "id": ""}]"#,
    ])
    func refusesJSON(text: String) {
        #expect(throws: ExperimentError.self) { try Dataset(json: Array(text.utf8), name: "file") }
    }

    @Test func idsFollowFromContent() {
        let record = DatasetRecord(input: ["a": 1, "b": [2.0]], expectedOutput: "x")
        // Whatever the order of keys, and 2 is 2.0.
        #expect(DatasetRecord(input: ["b": [2], "a": 1], expectedOutput: "x").id == record.id)
        #expect(DatasetRecord(input: ["a": 1, "b": [2]], expectedOutput: "y").id != record.id)
        #expect(record.id.count == 32)
    }

    @Test func changesAreKeptForThePlatform() throws {
        var dataset = Dataset(
            name: "d",
            description: "",
            records: [DatasetRecord(id: "a", input: 1), DatasetRecord(id: "b", input: 2)],
            remote: RemoteDataset(id: "r", project: PlatformProject(id: "p", name: "n"), version: 1, latestVersion: 1)
        )
        try dataset.append(DatasetRecord(id: "c", input: 3))
        try dataset.update("c", expectedOutput: 9)
        try dataset.update("a", expectedOutput: 1)
        try dataset.update("a", metadata: ["k": 1])
        try dataset.remove("b")
        #expect(dataset.insertedRecords.map(\.expectedOutput) == [9])
        #expect(dataset.changes.updated["a"] == .init(nil, 1, ["k": 1]) && dataset.changes.updated.count == 1)
        #expect(dataset.changes.removed == ["b"])
        try dataset.remove("c")
        #expect(dataset.changes.inserted.isEmpty && dataset.changes.removed == ["b"])
        #expect(throws: ExperimentError.self) { try dataset.update("nobody", input: 1) }
        #expect(throws: ExperimentError.self) { try dataset.append(DatasetRecord(id: "a", input: 1)) }
    }

    @Test func whatDiffersFromThePlatform() throws {
        let known = Dataset(
            name: "d",
            description: "",
            records: [
                DatasetRecord(id: "same", input: 1.0, metadata: [:]), DatasetRecord(id: "other", input: 2),
                DatasetRecord(id: "gone", input: 3),
            ],
            remote: RemoteDataset(id: "r", project: PlatformProject(id: "p", name: "n"), version: 1, latestVersion: 1)
        )
        var dataset = try Dataset(
            name: "d",
            records: [
                DatasetRecord(id: "same", input: 1), DatasetRecord(id: "other", input: 2, expectedOutput: 4),
                DatasetRecord(id: "new", input: 5),
            ]
        )
        dataset.adopt(known)
        #expect(dataset.remote == known.remote)
        #expect(dataset.insertedRecords.map(\.id) == ["new"] && dataset.changes.removed.isEmpty)
        #expect(dataset.changes.updated == ["other": .init(2, 4, nil)])
        dataset.adopt(known, removesOthers: true)
        #expect(dataset.changes.removed == ["gone"])
        dataset.adopt(dataset)
        #expect(dataset.changes.isEmpty)
    }

    /// Null means that a field stays: what was taken away has to be said in another way.
    @Test func whatWasTakenAwayIsErased() throws {
        let known = Dataset(
            name: "d",
            description: "",
            records: [DatasetRecord(id: "a", input: 1, expectedOutput: 2, metadata: ["k": 3])],
            remote: RemoteDataset(id: "r", project: PlatformProject(id: "p", name: "n"), version: 1, latestVersion: 1)
        )
        var dataset = try Dataset(name: "d", records: [DatasetRecord(id: "a", input: 2)])
        dataset.adopt(try Dataset(name: "d", records: [DatasetRecord(id: "a", input: 1)]))
        #expect(dataset.changes.updated["a"]?.expectedOutput == Optional.none, "what was never there stays")
        dataset = try Dataset(name: "d", records: [DatasetRecord(id: "a", input: 1)])
        dataset.adopt(known)
        #expect(dataset.changes.updated == ["a": .init(1, .null, [:])])
        // As the platform has it afterwards.
        var emptied = known
        try emptied.update("a", expectedOutput: "", metadata: [:])
        dataset.adopt(emptied)
        #expect(dataset.changes.isEmpty)
        try emptied.update("a", expectedOutput: .null)
        #expect(emptied.records[0].expectedOutput == nil && emptied.changes.updated["a"]?.expectedOutput == .null)
    }

    @Test func aRecordThatComesBackIsAChange() throws {
        var dataset = Dataset(
            name: "d",
            description: "",
            records: [DatasetRecord(id: "a", input: 1), DatasetRecord(id: "b", input: 2)],
            remote: RemoteDataset(id: "r", project: PlatformProject(id: "p", name: "n"), version: 1, latestVersion: 1)
        )
        try dataset.remove("a")
        try dataset.append(DatasetRecord(id: "a", input: 3))
        #expect(dataset.changes.removed.isEmpty && dataset.insertedRecords.isEmpty)
        #expect(dataset.changes.updated == ["a": .init(3, .null, [:])] && dataset.records.map(\.id) == ["b", "a"])
        try dataset.update("b", input: 4)
        #expect(dataset.records.map(\.input) == [4, 3])
    }

    /// Each record is added in the same time, however many there are.
    @Test(.timeLimit(.minutes(2))) func manyRecordsAreAddedOneByOne() throws {
        var dataset = try Dataset(name: "many")
        for number in 0..<100_000 { try dataset.append(DatasetRecord(id: "r\(number)", input: .null)) }
        for number in 0..<100_000 { try dataset.update("r\(number)", input: 1) }
        #expect(dataset.records.count == 100_000 && dataset.insertedRecords.count == 100_000)
    }

    @Test func aMissingFileIsAnError() throws {
        #expect(throws: ExperimentError.self) { try Dataset(contentsOf: "/nowhere/at/all.json") }
    }

    @Test func readsFilesByTheirExtension() throws {
        let folder = try TemporaryDirectory()
        try Data("id,input\n1,x\n".utf8).write(to: URL(filePath: folder.path + "/forms.CSV"))
        try Data(#"[{"input": 1}]"#.utf8).write(to: URL(filePath: folder.path + "/forms.json"))
        #expect(try Dataset(contentsOf: folder.path + "/forms.CSV").records == [DatasetRecord(id: "1", input: "x")])
        #expect(try Dataset(contentsOf: folder.path + "/forms.json").name == "forms")
    }
}
