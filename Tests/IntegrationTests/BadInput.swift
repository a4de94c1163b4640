// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import TestSupport
import Testing

/// A job that cannot be done, and what its producer and operator are to be told.
struct BadInput: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let errorType: String
    let reason: String
    /// Words that the message must hold to be of use.
    let tells: String
    /// The job's id, where it can be read.
    let id: String?
    let job: @Sendable (Installation) async throws -> [UInt8]

    static let all = envelopes + requests + places + contents

    private static let envelopes = [
        BadInput("not JSON", "job.undecodable", reason: "undecodable", tells: "not JSON", id: nil) { _ in
            Array(#"{"id": "bad", oops"#.utf8)
        },
        BadInput("not even text", "job.undecodable", reason: "undecodable", tells: "not JSON", id: nil) { _ in
            [0xFF, 0x00, 0x0A, 0x80, 0x0D, 0x0A]
        },
        BadInput("no id", "job.undecodable", reason: "undecodable", tells: "`id`", id: nil) { _ in
            Array(#"{ "payload" : {"files": ["file:///a"]}, "n": 1.50, "ก": "\u0e01" }"#.utf8)
        },
    ]

    private static let requests = [
        BadInput("no files", "input.unsupported", tells: "payload.files") { _ in
            Array(#"{"id": "bad", "payload": {"files": []}}"#.utf8)
        },
        BadInput("no payload", "input.unsupported", tells: "payload") { _ in Array(#"{"id": "bad"}"#.utf8) },
        BadInput("unknown model", "llm.model_not_found", tells: "no-such-model") { _ in
            Array(#"{"id": "bad", "payload": {"files": ["file:///a"], "model": "no-such-model"}}"#.utf8)
        },
    ]

    private static let places = [
        BadInput("missing file", "input.not_found", tells: "does not exist") { installation in
            job(installation.folder.path + "/missing.pdf")
        },
        BadInput("file outside the roots", "input.refused", tells: "outside") { _ in job("/etc/passwd") },
        BadInput("link that leads outside the roots", "input.refused", tells: "outside") { installation in
            let link = installation.folder.path + "/link.pdf"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/etc/passwd")
            return job(link)
        },
    ]

    private static let contents = [
        BadInput("picture of 200 megapixels", "input.too_large", tells: "200") { installation in
            job(try installation.file("huge.png", HugePNG.bytes))
        },
        BadInput("truncated JPEG", "input.corrupt", tells: "half.jpg") { installation in
            let sheet = try await Sheet.jpeg
            return job(try installation.file("half.jpg", Array(sheet.bytes.prefix(sheet.bytes.count / 2))))
        },
        BadInput("empty file", "input.corrupt", tells: "empty") { installation in
            job(try installation.file("nothing.pdf", []))
        },
    ]

    /// Spaces and member order as nobody's encoder writes them: they have to come back as they were.
    private static func job(_ path: String) -> [UInt8] {
        Array(#"{ "payload":{"files":[ {"uri": "file://\#(path)"} ]},  "id" : "bad" , "tags":{"a":"b"} }"#.utf8)
    }

    private init(
        _ description: String,
        _ errorType: String,
        reason: String = "not_retryable",
        tells: String,
        id: String? = "bad",
        job: @escaping @Sendable (Installation) async throws -> [UInt8]
    ) {
        testDescription = description
        self.errorType = errorType
        self.reason = reason
        self.tells = tells
        self.id = id
        self.job = job
    }
}
