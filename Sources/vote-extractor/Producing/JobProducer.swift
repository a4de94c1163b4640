// SPDX-License-Identifier: Apache-2.0

import Crypto
import JSON
import JobQueue
import RedisJobQueue
import Sealing

/// Uploads files and enqueues the job that reads them.
struct JobProducer {
    let queue: RedisJobQueue
    /// Seals pages and payloads; nil leaves them plain.
    var seal: ContentSeal?

    /// Members of the payload and envelope that the user may set.
    struct Request {
        var id = JobRequest.newID()
        var model: String?
        var fallbackModels: [String] = []
        var tags: [String: String] = [:]
        var options = JobOptions()
    }

    /// Enqueues one job whose pages are `files`, under the current trace if there is one. Returns its id.
    func enqueue(_ files: [JobFile], _ request: Request) async throws -> String {
        let delay = request.options.notBefore?.since(.now) ?? .zero
        var pages: [JSONValue] = []
        for file in files {
            let digest = SHA256.hexadecimal(of: file.bytes)
            // Not the digest: the sheets may be public, and which of them a job is about is nobody's business.
            let name = seal?.name(ofContentWithDigest: digest) ?? digest
            let bytes = try seal?.seal(file.bytes, place: SealedBlobs.place, id: name) ?? file.bytes
            let key = try await queue.storeBlob(bytes, named: name, delay: delay)
            pages.append(["name": .string(file.name), "uri": .string("blob:\(key)"), "sha256": .string(digest)])
        }
        try await queue.enqueue(sealed(job(request, pages: pages)))
        return request.id
    }

    private func sealed(_ job: JobRequest) throws(SealError) -> JobRequest {
        guard let seal else { return job }
        var sealed = job
        sealed.payload = try SealedForm.sealed(payload: job.payload, of: job.id, with: seal)
        return sealed
    }

    private func job(_ request: Request, pages: [JSONValue]) -> JobRequest {
        var payload: JSONObject = ["files": .array(pages)]
        payload["model"] = request.model.map { .string($0) }
        if !request.fallbackModels.isEmpty {
            payload["fallback_models"] = .array(request.fallbackModels.map { .string($0) })
        }
        var job = JobRequest(payload: .object(payload))
        job.id = request.id
        job.options = request.options
        job.tags = request.tags
        return job
    }
}
