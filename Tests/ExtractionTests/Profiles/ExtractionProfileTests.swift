// SPDX-License-Identifier: Apache-2.0

import JSON
import Testing

@testable import Extraction

@Suite struct ExtractionProfileTests {
    @Test func idsAreUniqueAndFound() {
        #expect(Set(ExtractionProfile.builtIn.map(\.id)).count == ExtractionProfile.builtIn.count)
        for profile in ExtractionProfile.builtIn {
            #expect(ExtractionProfile.named(profile.id) == profile)
            #expect(profile.templateBytes == Array(profile.template.utf8))
        }
        #expect(ExtractionProfile.named("nothing") == nil)
    }

    @Test func theSchemaNamesEveryFieldThatAReportWrites() {
        let schema = ExtractionProfile.thaiSS518.responseSchema
        let report = TallyReport(voteResults: [VoteResult()]).json
        #expect(schema["type"] == "ARRAY")
        #expect(schema["items"]?["propertyOrdering"] == names(report))
        for section in ["form_info", "voter_statistics", "ballot_statistics"] {
            let object = schema["items"]?["properties"]?[section]
            #expect(object?["type"] == "OBJECT")
            #expect(object?["propertyOrdering"] == names(report[section]))
            #expect(object?["required"] == names(report[section]))
            #expect(
                object?["properties"]?.objectValue?.allSatisfy { $0.value["nullable"] == true } == true
            )
        }
        let row = schema["items"]?["properties"]?["vote_results"]?["items"]
        #expect(row?["propertyOrdering"] == names(report["vote_results"]?[0]))
        #expect(row?["properties"]?["vote_count"]?["type"] == "INTEGER")
        #expect(row?["properties"]?["vote_count_text"]?["type"] == "STRING")
        let form = schema["items"]?["properties"]?["form_info"]?["properties"]?["form_type"]
        #expect(form?["enum"] == ["Constituency", "PartyList"])
    }

    @Test func everyProfileForbidsComputingAndNamesEveryCountedField() {
        for profile in ExtractionProfile.builtIn {
            #expect(profile.template.contains("Never compute a missing value"))
            #expect(profile.template.contains("Page N (Filename: …)"))
            for field in TallyReport().json["ballot_statistics"]?.objectValue?.keys ?? [] {
                #expect(profile.template.contains(field), "\(profile.id): \(field)")
            }
        }
    }

    @Test func pageLabelsAreOneLine() {
        #expect(
            ExtractionProfile.pageLabel(number: 2, filename: "a.jpg") == "Page 2 (Filename: a.jpg):"
        )
        let label = ExtractionProfile.pageLabel(
            number: 1,
            filename: "a\n\u{202E}b" + String(repeating: "x", count: 900)
        )
        #expect(!label.contains("\n") && label.count < 240)
    }

    @Test func onlyNamesOfTheContextReachTheModel() {
        let context: JSONValue = [
            "registered_voters": 4_711,
            "candidates": [["number": 1, "name": "Somchai", "votes": 815]],
        ]
        let prompt = ExtractionProfile.thaiSS518.prompt(context: context)
        #expect(prompt.hasPrefix(ExtractionProfile.thaiSS518.template))
        #expect(prompt.contains(#"[{"number":1,"name":"Somchai"}]"#))
        #expect(!prompt.contains("4711") && !prompt.contains("815"))
        #expect(
            ExtractionProfile.thaiSS518.prompt(context: nil) == ExtractionProfile.thaiSS518.template
        )
    }

    private func names(_ json: JSONValue?) -> JSONValue {
        .array((json?.objectValue?.keys ?? []).map(JSONValue.string))
    }
}
