// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracingTestKit
import Extraction
import JSON
import ModelClient
import Synchronization
import TestSupport
import Testing

@Suite("Files in buckets")
struct BucketTests {
    /// Gives out tokens, another one after each that was not accepted.
    private actor Tokens: AccessTokenSource {
        private var number = 1

        func token() async throws(ModelError) -> String { "token-\(number)" }

        func discard() { number += 1 }
    }

    private static let signature = AWSSignature(keyID: "AKID", secret: "SECRET", region: "ap-southeast-1")

    private func roots(_ texts: [String]) throws -> [BucketRoot] {
        try texts.map { try #require(BucketRoot($0), "\($0)") }
    }

    /// A run with one file, and how often the model was asked.
    private func run(
        _ uri: String,
        roots texts: [String] = ["s3://scans", "gs://scans"],
        s3: S3Access? = nil,
        google: GoogleStorageAccess? = nil,
        maximumFileBytes: Int = 1000
    ) async throws -> Result<ExtractionResult, ExtractionError> {
        let roots = try roots(texts)
        let fixture = try PipelineFixture(
            buckets: { BucketAccess(roots: roots, s3: s3, google: google, transport: $0) },
            answer: { _, _ in Samples.good },
            configure: { $0.fetch.maximumFileBytes = maximumFileBytes }
        )
        let file = SourceFile(name: "page", location: .uri(uri))
        let (outcome, spans) = await fixture.run(ExtractionRequest(files: [file]))
        #expect(!"\(spans.tree)".contains("SECRET") && outcome.error?.message.contains("SECRET") != true)
        return outcome
    }

    private func s3(_ server: LoopbackHTTPServer) -> S3Access {
        S3Access(signature: Self.signature, endpoint: server.url)
    }

    /// Every kind of character that has been somebody's bug.
    private static let keys = [
        "a.png", "2026/10/a b.png", "a+b.png", "ภาพ หน้า 1.png", "e\u{301}.png", "é.png", "a=b&c(1)*'!.png",
        "a%20b.png", "d//e.png", "q?x=1#f.png", "a:b@c,d;e$f[g]{h}|i^j`k\"l\\m<n>.png", "~x_y-z.0.png", "/slash.png",
    ]

    @Test(
        "What AWS's own code holds for signed rightly, is; with keys that stay and keys that go",
        .enabled(if: MotoS3.isInstalled, "needs moto of scripts/requirements-test.txt")
    )
    func moto() async throws {
        // Each is of a length of its own, so that no file can be taken for another.
        let objects = Self.keys.enumerated().map { (key: $1, text: String(repeating: "no page", count: 1 + $0)) }
        let moto = try await MotoS3.start(objects)
        for key in [moto.key, moto.sessionKey] {
            let signature = AWSSignature(
                keyID: key.id,
                secret: key.secret,
                sessionToken: key.token,
                region: "ap-southeast-1"
            )
            let access = S3Access(signature: signature, endpoint: moto.url)
            for (key, text) in objects {
                for bucket in ["scans", "others.of-2026"] {
                    let uri = "s3://\(bucket)/\(key)"
                    let roots = ["s3://scans", "s3://others.of-2026"]
                    let error = try await run(uri, roots: roots, s3: access, maximumFileBytes: text.utf8.count).error
                    #expect(
                        error?.errorClass == .inputUnsupported && error?.stage == .preprocess,
                        "\(uri): \(error as Any)"
                    )
                    let short = try await run(uri, roots: roots, s3: access, maximumFileBytes: text.utf8.count - 1)
                        .error
                    #expect(short?.errorClass == .inputTooLarge, "\(uri)")
                }
            }
            let missing = try await run("s3://scans/none.png", s3: access).error
            #expect(missing?.errorClass == .inputNotFound && missing?.message.contains("NoSuchKey") == true)
        }
        let wrong = AWSSignature(keyID: moto.key.id, secret: "SECRET", region: "ap-southeast-1")
        let refused = try await run("s3://scans/a.png", s3: S3Access(signature: wrong, endpoint: moto.url)).error
        #expect(refused?.errorClass == .inputForbidden)
        #expect(refused?.message.contains("SignatureDoesNotMatch") == true)
        await moto.stop()
    }

    @Test("A file is read like any other, its key encoded")
    func page() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Samples.png) }
        #expect(try await run("s3://scans/a b+ภ.png", s3: s3(server)).get().pages == 1)
        let google = GoogleStorageAccess(tokens: Tokens(), baseURL: server.url)
        #expect(try await run("gs://scans/a b+ภ.png", google: google).get().pages == 1)
        let targets = server.requests.map(\.target)
        #expect(targets == [String](repeating: "/scans/a%20b%2B%E0%B8%A0.png", count: 2))
        let authorizations = server.requests.map { $0.header("authorization") ?? "" }
        #expect(authorizations[0].hasPrefix("AWS4-HMAC-SHA256 Credential=AKID/"))
        #expect(authorizations[0].contains("/ap-southeast-1/s3/aws4_request"))
        #expect(authorizations[1] == "Bearer token-1")
    }

    @Test("Amazon's addresses have the bucket in the host's name where a certificate covers it")
    func addresses() async throws {
        let asked = Mutex<[String]>([])
        struct Recorder: HTTPTransport {
            let asked: @Sendable (String) -> Void
            func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
                asked(request.url)
                throw HTTPTransportError(code: .tls, message: "recorded")
            }
        }
        for (bucket, region) in [("scans", "ap-southeast-1"), ("my.scans", "eu-west-1"), ("scans", "cn-north-1")] {
            let signature = AWSSignature(keyID: "AKID", secret: "SECRET", region: region)
            let roots = try roots(["s3://\(bucket)"])
            let recorder = Recorder { url in asked.withLock { $0.append(url) } }
            let fixture = try PipelineFixture(
                buckets: { _ in
                    BucketAccess(roots: roots, s3: S3Access(signature: signature), google: nil, transport: recorder)
                },
                answer: { _, _ in Samples.good },
                configure: { _ in }
            )
            let file = SourceFile(name: "page", location: .uri("s3://\(bucket)/a.png"))
            _ = await fixture.run(ExtractionRequest(files: [file]))
        }
        let hosts = Set(asked.withLock { $0 })
        #expect(
            hosts == [
                "https://scans.s3.ap-southeast-1.amazonaws.com/a.png",
                "https://s3.eu-west-1.amazonaws.com/my.scans/a.png",
                "https://scans.s3.cn-north-1.amazonaws.com.cn/a.png",
            ]
        )
    }

    @Test(
        "What is not allowed is not asked for",
        arguments: [
            "s3://other/a.png", "s3://scans/2025/a.png", "s3://scans/2026", "s3://scans/20260/a.png",
            "gs://scans/2026/a",
            "s3://scans/e\u{301}/a.png",
        ]
    )
    func notAllowed(_ uri: String) async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Samples.png) }
        let roots = ["s3://scans/2026", "s3://scans/é/"]
        let outcome = try await run(uri, roots: roots, s3: s3(server))
        #expect(outcome.error?.errorClass == .inputRefused)
        #expect(server.requests.isEmpty)
        #expect(try await run("s3://scans/2026/a.png", roots: roots, s3: s3(server)).get().pages == 1)
    }

    @Test(
        "Addresses that could mean something else are refused",
        arguments: [
            "s3:scans/a", "s3://scans", "s3://scans/", "s3:///a", "s3://ab/c", "s3://Scans/a",
            "s3://scans@evil.example/a",
            "s3://scans:80/a", "s3://evil.example#/a", "s3://-scans/a", "s3://a..b/c", "s3://scans/../other/a",
            "s3://scans/./a", "s3://scans/a/..", "s3://scans/a\nb", "s3://scans/../\u{301}a",
            "s3://scans/" + String(repeating: "a", count: 1025),
        ]
    )
    func malformed(_ uri: String) async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(body: Samples.png) }
        #expect(try await run(uri, s3: s3(server)).error?.errorClass == .inputUnsupported)
        #expect(server.requests.isEmpty)
    }

    @Test(
        "What a store answers has its class",
        arguments: [
            (404, "NoSuchKey", ErrorClass.inputNotFound), (403, "AccessDenied", .inputForbidden),
            (301, "PermanentRedirect", .inputRefused), (307, "TemporaryRedirect", .inputRefused),
            (400, "ExpiredToken", .inputTransient), (400, "InvalidArgument", .inputRefused),
            (503, "SlowDown", .inputTransient),
        ]
    )
    func failures(_ status: Int, _ code: String, _ expected: ErrorClass) async throws {
        let server = try LoopbackHTTPServer { _ in
            ScriptedHTTPResponse(
                status: status,
                headers: [("x-amz-bucket-region", "eu-west-1"), ("Location", "http://127.0.0.1:1/stolen")],
                text: "<Error><Code>\(code)</Code><Key>SECRET</Key></Error>"
            )
        }
        let error = try #require(try await run("s3://scans/a.png", s3: s3(server)).error)
        #expect(error.errorClass == expected && error.message.contains(code))
        #expect(error.message.contains("AWS_REGION") == (expected == .inputRefused))
        #expect(server.requests.count == (expected == .inputTransient ? 4 : 1))
    }

    @Test("A token that is not accepted is not used again")
    func token() async throws {
        let server = try LoopbackHTTPServer { _ in ScriptedHTTPResponse(status: 401, text: "") }
        let google = GoogleStorageAccess(tokens: Tokens(), baseURL: server.url)
        #expect(try await run("gs://scans/a.png", google: google).error?.errorClass == .inputForbidden)
        #expect(try await run("gs://scans/a.png", google: google).error?.errorClass == .inputForbidden)
        #expect(server.requests.map { $0.header("authorization") } == ["Bearer token-1", "Bearer token-2"])
    }

    @Test(
        "Roots are read strictly",
        arguments: ["s3://", "s3:/scans", "scans", "https://scans", "s3://Sc", "gs://a..b"]
    )
    func noRoot(_ text: String) {
        #expect(BucketRoot(text) == nil)
    }
}
