// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import RedisJobQueue
import Synchronization
import TestSupport
import Testing

/// Pictures of jobs' pages, for those who may see them.
@Suite(.enabled(if: RedisServer.isInstalled, "needs redis-server"))
struct PictureTests {
    private static let files: JSONValue = [
        ["name": "p1.jpg", "uri": "blob:{vote-extraction}:blob:1"], ["uri": "https://files.example.org/p2.jpg?sign=x"],
        ["name": "p3.jpg", "data": "aGVsbG8="], ["uri": "file:///etc/passwd"],
    ]

    private static let letter = Letter.make(1, payload: ["files": files])

    /// A picture that says which file and page it is.
    private static let told: @Sendable (JSONValue, Int) async -> PagePicture? = { file, page in
        page > 1
            ? nil
            : PagePicture(bytes: Array("\(file["name"]?.stringValue ?? "?") \(page)".utf8), mediaType: "image/jpeg")
    }

    @Test func aLettersPagesAreShownWhereTheirAddressIsOneToAsk() async throws {
        try await DashboardFixture.with(.init().with(\.showsContent, true), pictures: Self.told) { fixture in
            try await fixture.queue.bury([Self.letter])
            let text = try await fixture.browser.get("/dead/dl-1").text
            #expect(text.contains(#"<img src="/dead/dl-1/picture?file=0&amp;page=0" alt="Page 1 of p1.jpg""#))
            #expect(text.contains("file=2&amp;page=0") && !text.contains("picture?file=1") && !text.contains("file=3"))
            let picture = try await fixture.browser.get("/dead/dl-1/picture?file=2&page=1")
            #expect(picture.status == .ok && picture.text == "p3.jpg 1")
            #expect(picture.headers[.contentType] == "image/jpeg" && picture.headers[.cacheControl] == "no-store")
            for query in [
                "file=1&page=0", "file=3&page=0", "file=4&page=0", "file=0&page=2", "file=-1&page=0", "file=0",
            ] {
                let answer = try await fixture.browser.get("/dead/dl-1/picture?\(query)")
                #expect(answer.status == .notFound, "\(query)")
            }
        }
    }

    @Test func filesOfOtherAddressesAreShownWhereThatIsAllowed() async throws {
        try await DashboardFixture.with(
            .init().with(\.showsContent, true),
            pictures: Self.told,
            pictureSchemes: ["https"]
        ) { fixture in
            let files: JSONValue = [
                "https://files.example.org/p1.jpg", ["uri": "HTTPS://a/p2.jpg"], ["uri": "http://a/p3"],
            ]
            try await fixture.queue.bury([Letter.make(1, payload: ["files": files])])
            let text = try await fixture.browser.get("/dead/dl-1").text
            #expect(text.contains("picture?file=0") && text.contains("picture?file=1") && !text.contains("file=2"))
            #expect(try await fixture.browser.get("/dead/dl-1/picture?file=0&page=0").status == .ok)
            #expect(try await fixture.browser.get("/dead/dl-1/picture?file=2&page=0").status == .notFound)
        }
    }

    @Test func whyThereIsNoPictureIsSaid() async throws {
        let refused: @Sendable (JSONValue, Int) async throws -> PagePicture? = { _, _ in
            throw PictureError("the address is <not> allowed")
        }
        try await DashboardFixture.with(.init().with(\.showsContent, true), pictures: refused) { fixture in
            try await fixture.queue.bury([Self.letter])
            let answer = try await fixture.browser.get("/dead/dl-1/picture?file=0&page=0")
            #expect(answer.status == .notFound && answer.text.contains("the address is &lt;not&gt; allowed"))
        }
    }

    /// To show a picture may mean to fetch it.
    @Test(arguments: ["/dead/dl-1/picture?file=0&page=0", "/job/picture?id=job-1&file=0&page=0"])
    func otherSitesPagesShowNone(path: String) async throws {
        let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
        try await DashboardFixture.with(.init().with(\.showsContent, true), pictures: Self.told) { fixture in
            try await fixture.queue.bury([Self.letter])
            #expect(try await fixture.browser.get(path, [site: "cross-site"]).status == .forbidden)
            #expect(try await fixture.browser.get(path, [site: "same-origin"]).status != .forbidden)
        }
    }

    @Test func aResultsPagesStandBesideWhatWasRead() async throws {
        let result: JSONValue = [
            "job_id": "job-1", "status": "needs_review", "pages": 2, "reports": [["form_info": ["province": "Nan"]]],
            "files": [["name": "sheet.pdf", "uri": "blob:{vote-extraction}:blob:1"]],
        ]
        let results = FixedResult(result: result.serialized())
        try await DashboardFixture.with(
            .init().with(\.showsContent, true),
            results: results,
            pictures: Self.told
        ) { fixture in
            let text = try await fixture.browser.get("/job?id=job-1").text
            #expect(text.contains(#"src="/job/picture?id=job-1&amp;file=0&amp;page=0""#))
            #expect(text.contains("Page 2 of sheet.pdf") && !text.contains("Page 3 of"))
            let picture = try await fixture.browser.get("/job/picture?id=job-1&file=0&page=1")
            #expect(picture.status == .ok && picture.text == "sheet.pdf 1")
            #expect(try await fixture.browser.get("/job/picture?file=0&page=0").status == .notFound)
        }
    }

    @Test func whoShowsNoSheetsShowsNoPages() async throws {
        let asked = Asked()
        let none: @Sendable (JSONValue, Int) async -> PagePicture? = { _, _ in
            asked.count.withLock { $0 += 1 }
            return nil
        }
        try await DashboardFixture.with(pictures: none) { fixture in
            try await fixture.queue.bury([Self.letter])
            #expect(try await !fixture.browser.get("/dead/dl-1").text.contains("<img"))
            #expect(try await fixture.browser.get("/dead/dl-1/picture?file=0&page=0").status == .notFound)
        }
        #expect(asked.count.withLock { $0 } == 0)
    }
}

private final class Asked: Sendable {
    let count = Mutex(0)
}

private struct FixedResult: ResultReader {
    let result: [UInt8]

    func latestResults(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] { [result] }

    func latestResult(jobID: String, among limit: Int) async throws(JobQueueError) -> [UInt8]? { result }
}
