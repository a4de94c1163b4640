// SPDX-License-Identifier: Apache-2.0

import Crypto
import DatadogTracing
import JSON
import JobQueue
import RedisJobQueue
import Tracing

/// Uploads files and enqueues the job that reads them.
struct JobProducer {
    let queue: RedisJobQueue

    /// Members of the payload and envelope that the user may set.
    struct Request {
        var id = JobProducer.newID()
        var model: String?
        var fallbackModels: [String] = []
        var tags: [String: String] = [:]
        var options: JSONObject = [:]
    }

    /// Enqueues one job whose pages are `files`, under the current trace if there is one. Returns its id.
    func enqueue(_ files: [JobFile], _ request: Request) async throws -> String {
        let notBefore = request.options["not_before_ms"]?.intValue.map(Moment.init(milliseconds:))
        let delay = notBefore?.since(.now) ?? .zero
        var pages: [JSONValue] = []
        for file in files {
            let digest = SHA256.hexadecimal(of: file.bytes)
            let key = try await queue.storeBlob(file.bytes, digest: digest, delay: delay)
            pages.append(["name": .string(file.name), "uri": .string("blob:\(key)"), "sha256": .string(digest)])
        }
        try await queue.enqueue([JSONValue.object(envelope(request, pages: pages)).serialized()])
        return request.id
    }

    private func envelope(_ request: Request, pages: [JSONValue]) -> JSONObject {
        var payload: JSONObject = ["files": .array(pages)]
        payload["model"] = request.model.map { .string($0) }
        if !request.fallbackModels.isEmpty {
            payload["fallback_models"] = .array(request.fallbackModels.map { .string($0) })
        }
        var headers: [String: String] = [:]
        if let context = ServiceContext.current {
            InstrumentationSystem.instrument.inject(context, into: &headers, using: HeaderInjector())
        }
        return [
            "version": .integer(Int64(JobEnvelope.currentVersion)),
            "id": .string(request.id),
            "type": .string(JobEnvelope.defaultType),
            "enqueued_at": .string(Moment.now.rfc3339),
            "headers": .object(JSONObject(headers)),
            "payload": .object(payload),
            "options": .object(request.options),
            "tags": .object(JSONObject(request.tags)),
        ]
    }

    /// A UUIDv7: ids of jobs enqueued later sort later.
    static func newID() -> String {
        let milliseconds = UInt64(Moment.now.milliseconds)
        let high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0xFFF)
        let low = 1 << 63 | UInt64.random(in: 0..<(1 << 62))
        let digits = [high, low].map { number in
            let text = String(number, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var id = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { id.append("-") }
            id.append(digit)
        }
        return id
    }
}

extension JSONObject {
    /// An object of strings, sorted by key.
    fileprivate init(_ strings: [String: String]) {
        self.init()
        for (key, value) in strings.sorted(by: { $0.key < $1.key }) { self[key] = .string(value) }
    }
}
