// SPDX-License-Identifier: Apache-2.0

import JSON
import LLMObservability
import Testing

@testable import LLMExperiments

@Suite struct CSVTests {
    private func rows(_ text: String, delimiter: Character = ",") throws -> [[String]] {
        try CSVTable(text, delimiter: delimiter, name: "file").rows
    }

    @Test(arguments: [
        ("a,b\n1,2\n", [["1", "2"]]),
        ("a,b\r\n1,2\r\n3,4", [["1", "2"], ["3", "4"]]),
        ("\u{FEFF}a,b\n1,2", [["1", "2"]]),
        ("a,b\n\n1,2\n\n\n", [["1", "2"]]),
        ("a,b\n\"x,y\",\"he said \"\"no\"\"\"\n", [["x,y", "he said \"no\""]]),
        ("a,b\n\"two\nlines\",\"\"\n", [["two\nlines", ""]]),
        ("a,b\n1\n,2\n", [["1"], ["", "2"]]),
        // One long row does not make the others long.
        ("a,b\n1,2\n3,4,,,\n", [["1", "2"], ["3", "4", "", "", ""]]),
        ("a,b\n1,2,\n", [["1", "2", ""]]),
        ("a,b\nแพร่,\"๑๒ คะแนน\"\n", [["แพร่", "๑๒ คะแนน"]]),
        ("a\n", []),
    ])
    func cells(text: String, expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    @Test(arguments: [("a;b\n1,5;2", Character(";")), ("a\tb\n1,5\t2", "\t"), ("a|b\n1,5|2", "|")])
    func delimiters(text: String, delimiter: Character) throws {
        #expect(try rows(text, delimiter: delimiter) == [["1,5", "2"]])
    }

    @Test(arguments: ["", "\n", "a,a\n1,2", "a,b\n1,2,3", "a\n\"open", "a\nx\"y\"z", "a\n\"x\"y"])
    func whatIsNoTable(text: String) {
        #expect(throws: ExperimentError.self) { try rows(text) }
    }

    @Test func columnsBecomeObjects() throws {
        let text = "id,question,answer,source\n7,how many?,42,book\n8,why?,,\n"
        let columns = CSVColumns(input: ["question"], expectedOutput: ["answer"], metadata: ["source"], id: "id")
        let records = try Dataset(csv: text, columns: columns, name: "file").records
        #expect(records.map(\.id) == ["7", "8"])
        #expect(records[0].input == ["question": "how many?"] && records[0].expectedOutput == ["answer": "42"])
        #expect(records[1].expectedOutput == ["answer": ""] && records[1].metadata == ["source": ""])
        #expect(throws: ExperimentError.self) {
            try Dataset(csv: text, columns: CSVColumns(input: ["nothing"]), name: "file")
        }
        #expect(throws: ExperimentError.self) { try Dataset(csv: text, columns: CSVColumns(input: []), name: "file") }
    }

    @Test func cellsThatAreJSON() throws {
        let text = """
            input,expected_output,metadata,tags
            "{""form"": ""a""}",{},"{""tps"": 7}","[""region:eu""]"
            plain words,007,,
            """
        let records = try Dataset(csv: text, name: "file").records
        #expect(records[0].input == ["form": "a"] && records[0].expectedOutput == [:])
        #expect(records[0].metadata == ["tps": 7] && records[0].tags == ["region:eu"])
        // A number with leading zeros is none in JSON.
        #expect(records[1].input == "plain words" && records[1].expectedOutput == "007")
        #expect(throws: ExperimentError.self) { try Dataset(csv: "output\n1", name: "file") }
        #expect(throws: ExperimentError.self) { try Dataset(csv: "input,metadata\n1,2", name: "file") }
    }
}
