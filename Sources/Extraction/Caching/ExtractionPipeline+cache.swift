// SPDX-License-Identifier: Apache-2.0

import Imaging
import JSON
import ModelClient

extension ExtractionPipeline {
    /// The key of a request; nil where nothing is kept.
    func cacheKey(_ request: ExtractionRequest, _ models: [String], _ files: [FetchedFile]) -> String? {
        guard cache != nil else { return nil }
        return CacheKey(
            files: files,
            profile: profile,
            prompt: promptSummary,
            context: request.context,
            models: models,
            allowsSafetyFallback: request.allowsSafetyFallback,
            sampling: sampling(of: request),
            configuration: configuration,
            longSide: preprocess.preparer.limits.maximumLongSide
        ).digest(fetch.fetcher.sha256)
    }

    /// What an earlier run has learnt of the same files; nil where there is nothing to be used.
    ///
    /// Numbers that are not accepted are for the job only that paid for them: who sends a doubtful sheet again, or knows
    /// more of it, wants it to be read again. Nor is an answer used that lacks the second opinion that it needs.
    func known(_ key: String?, _ request: ExtractionRequest, _ digest: InputDigest, _ log: RunLog) async -> KnownAnswer?
    {
        guard let key, let cache, let bytes = await cache.entry(key), let entry = CachedAnswer(bytes),
            let reading = await consultation.read(entry, request.context, log),
            reading.validation.passed || entry.jobID != nil && entry.jobID == request.jobID,
            reading.opinion != nil || !consultation.wantsOpinion(on: reading)
        else { return nil }
        return KnownAnswer(reading: reading, pages: entry.pages, digest: digest)
    }

    /// Keeps what a result was made of.
    func keep(_ reading: Reading, pages: Int, as key: String?, of request: ExtractionRequest) async {
        guard let key, let cache, let entry = CachedAnswer(reading, pages: pages, jobID: request.jobID)?.bytes,
            entry.count <= CachedAnswer.maximumBytes
        else { return }
        await cache.keep(entry, as: key)
    }
}

extension Consultation {
    /// The reading that a kept answer comes to; nil if it cannot be read any more.
    fileprivate func read(_ entry: CachedAnswer, _ context: JSONValue?, _ log: RunLog) async -> Reading? {
        guard var reading = await read(entry.answer, context, log) else { return nil }
        guard let opinion = entry.opinion else { return reading }
        guard let other = await read(opinion, context, log) else { return nil }
        reading.compare(with: other, numbers: validate.validator.numbers)
        return reading
    }

    private func read(_ answer: ModelAnswer, _ context: JSONValue?, _ log: RunLog) async -> Reading? {
        try? await check(answer, context, log).get()
    }
}
