// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Dashboard
import HTTPTypes
import JSON
import JobQueue
import Logging
import RedisJobQueue
import ServiceLifecycle
import Synchronization
import TestSupport

/// A dashboard on loopback before a queue in a real Redis of its own.
struct DashboardFixture: Sendable {
    let queue: RedisJobQueue
    let address: String
    let transport: CurlTransport

    static let token = "0123456789abcdef-token"
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs `body` with it, on a free port; its samples are taken as often as a test can want.
    ///
    /// - Parameters:
    ///   - results: In place of the queue's.
    ///   - complaint: What is said of a payload that is `"bad"`.
    static func with(
        _ configuration: DashboardConfiguration = DashboardConfiguration(),
        results: (any ResultReader)? = nil,
        complaint: String? = nil,
        seal: (any JobSeal)? = nil,
        pictures: (@Sendable (JSONValue, Int) async throws -> PagePicture?)? = nil,
        pictureSchemes: Set<String> = ["blob"],
        spentToday: (@Sendable () async throws -> Double)? = nil,
        _ body: @Sendable @escaping (DashboardFixture) async throws -> Void
    ) async throws {
        let configuration = configuration.with(\.port, 0).with(\.sampleInterval, .milliseconds(20))
        let server = try await RedisServer.start()
        let queue = try RedisJobQueue(url: server.url, logger: logger)
        var sources = DashboardSources(
            queue: queue,
            queueName: queue.queueName,
            results: results ?? QueueResults(queue: queue)
        )
        sources.pictures = pictures
        sources.pictureSchemes = pictureSchemes
        sources.spentToday = spentToday
        sources.seal = seal
        sources.complaint = { $0.payload == "bad" ? complaint : nil }
        let (addresses, found) = AsyncStream<String>.makeStream()
        let dashboard = try Dashboard(configuration: configuration, sources: sources, logger: logger) {
            found.yield($0)
        }
        let services = ServiceGroup(services: [dashboard], logger: logger)
        let transport = CurlTransport(logger: logger)
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await services.run()
                found.finish()
            }
            let result: Result<Void, any Error>
            do {
                guard let address = await addresses.first(where: { _ in true }) else {
                    throw TestSupportError("the dashboard did not start")
                }
                result = .success(
                    try await body(DashboardFixture(queue: queue, address: address, transport: transport))
                )
            } catch {
                result = .failure(error)
            }
            await transport.shutdown()
            await services.triggerGracefulShutdown()
            await group.waitForAll()
            return result
        }
        await queue.close()
        await server.kill()
        try result.get()
    }

    /// Somebody without a cookie.
    var browser: Browser { Browser(address: address, transport: transport) }

    /// What the page in front says that it shows.
    func revision() async throws -> String {
        let page = try await browser.get("/").text
        guard let revision = page.firstMatch(of: /data-revision="(\d+)"/)?.output.1 else {
            throw TestSupportError("no revision on the page")
        }
        return String(revision)
    }

    /// Somebody who has logged in.
    func loggedIn() async throws -> Browser {
        var browser = browser
        let page = try await browser.get("/login")
        let answer = try await browser.post("/login", ["csrf": page.formToken, "token": Self.token])
        browser.cookie = answer.headers[.setCookie].map { String($0.prefix { $0 != ";" }) }
        return browser
    }
}

/// Results as the queue has them.
struct QueueResults: ResultReader {
    let queue: RedisJobQueue

    func latestResults(offset: Int, limit: Int) async throws(JobQueueError) -> [[UInt8]] {
        try await queue.latestResults(offset: offset, limit: limit)
    }

    func latestResult(jobID: String, among limit: Int) async throws(JobQueueError) -> [UInt8]? {
        try await queue.peekResult(jobID: jobID, among: limit)
    }
}

extension DashboardConfiguration {
    /// One that asks for a token.
    static let guarded = DashboardConfiguration().with(\.token, DashboardFixture.token)

    func with<Value>(_ member: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
        var changed = self
        changed[keyPath: member] = value
        return changed
    }
}
