// SPDX-License-Identifier: Apache-2.0

import JSON
import ModelClient

/// What a kept answer depends on: the files, and all that decides how they are asked about.
///
/// Not in it are the files' names, and how often a call may be tried again: they change no number on a sheet.
struct CacheKey {
    let files: [FetchedFile]
    let profile: ExtractionProfile
    let prompt: PromptSummary
    let context: JSONValue?
    let models: [String]
    let allowsSafetyFallback: Bool
    let sampling: SamplingParameters
    let configuration: ExtractionConfiguration
    let longSide: Int

    /// Changes when entries are read or made in another way.
    private static let format = 2

    /// The key, by this hash.
    func digest(_ sha256: ([UInt8]) -> String) -> String {
        let parts: [JSONValue] = [
            .integer(Int64(Self.format)),
            .array(files.map { .string($0.sha256) }),
            [.string(prompt.id), .string(prompt.version), .string(prompt.sha256)],
            .string(sha256(Array(profile.prompt(context: context).utf8))),
            // The whole of it: what an answer contradicts there is named to the model when it is asked again.
            .string(sha256((context ?? .null).serialized())),
            .string(sha256(profile.responseSchema.serialized())),
            .array(models.map { .string($0) }), .bool(allowsSafetyFallback),
            .double(sampling.temperature), .integer(Int64(sampling.maximumOutputTokens)), .double(sampling.topP),
            .integer(Int64(sampling.topK)), sampling.thinking.map { .string($0.rawValue) } ?? .null,
            .integer(Int64(configuration.reasks)),
            .string(configuration.secondOpinion.rawValue), .integer(Int64(longSide)),
        ]
        return sha256(JSONValue.array(parts).serialized())
    }
}
