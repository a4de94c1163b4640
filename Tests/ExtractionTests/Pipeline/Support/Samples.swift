// SPDX-License-Identifier: Apache-2.0

import Extraction
import FoundationEssentials
import JSON
import TestSupport

/// Inputs and answers that several tests use.
enum Samples {
    /// A real image of one pixel.
    static let pngBase64 =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="

    static let png = [UInt8](Data(base64Encoded: pngBase64)!)

    static func file(_ name: String = "page.png") -> SourceFile {
        SourceFile(name: name, location: .inline(pngBase64))
    }

    /// A report whose numbers agree; with other good ballots they do not.
    static func report(goodBallots: Int = 30) -> JSONValue {
        [
            "form_info": [
                "form_type": "Constituency", "date": "2023-05-14", "province": "Phrae", "district": "Mueang",
                "sub_district": "Nai Wiang", "constituency_number": 1, "polling_station_number": "2",
            ],
            "voter_statistics": ["eligible_voters": 60, "voters_present": 35],
            "ballot_statistics": [
                "ballots_allocated": 50, "ballots_used": 35, "good_ballots": .integer(Int64(goodBallots)),
                "bad_ballots": 3, "no_vote_ballots": 2, "ballots_remaining": 15,
            ],
            "vote_results": [
                row(1, "Somchai", 20, "ยี่สิบ"), row(2, "Somsri", 10, "สิบ"),
            ],
        ]
    }

    private static func row(_ number: Int64, _ name: String, _ count: Int64, _ words: String) -> JSONValue {
        [
            "number": .integer(number), "candidate_name": .string(name), "party_name": "P",
            "vote_count": .integer(count), "vote_count_text": .string(words),
        ]
    }

    /// What Gemini answers with this text, and 100 tokens of prompt, 20 of completion.
    static func answer(
        _ text: String,
        finishReason: String = "STOP",
        thinkingTokens: Int64 = 0
    ) -> ScriptedHTTPResponse {
        let body: JSONValue = [
            "candidates": [
                [
                    "content": ["parts": [["text": .string(text)]], "role": "model"],
                    "finishReason": .string(finishReason),
                ]
            ],
            "usageMetadata": [
                "promptTokenCount": 100, "candidatesTokenCount": 20, "thoughtsTokenCount": .integer(thinkingTokens),
                "totalTokenCount": .integer(120 + thinkingTokens),
            ],
            "responseId": "r-1",
        ]
        return ScriptedHTTPResponse(body: body.serialized())
    }

    /// A streamed answer of one event.
    static func streamed(_ text: String) -> ScriptedHTTPResponse {
        let event: JSONValue = [
            "candidates": [["content": ["parts": [["text": .string(text)]]], "finishReason": "STOP"]],
            "usageMetadata": ["promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120],
        ]
        return ScriptedHTTPResponse(headers: [("Content-Type", "text/event-stream")], text: "data: \(event.text)\n\n")
    }

    /// The answer whose numbers agree.
    static var good: ScriptedHTTPResponse { answer(JSONValue.array([report()]).text) }

    /// The answer whose numbers contradict each other.
    static var contradictory: ScriptedHTTPResponse { answer(JSONValue.array([report(goodBallots: 29)]).text) }

    static func failure(_ status: Int, headers: [(String, String)] = []) -> ScriptedHTTPResponse {
        let body = #"{"error":{"code":\#(status),"message":"m","status":"S"}}"#
        return ScriptedHTTPResponse(status: status, headers: headers, text: body)
    }
}
