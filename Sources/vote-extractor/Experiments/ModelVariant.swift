// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON
import ModelClient

/// A model with settings, such as `gemini-2.5-flash` or `local-model,max-long-side=3072`.
struct ModelVariant: ExpressibleByArgument, Hashable {
    /// As it was written; it names the run.
    let name: String
    let model: String
    private(set) var maximumLongSide = 2048
    private(set) var temperature = 0.0
    private(set) var profile: String?
    private(set) var reasks = 1
    private(set) var thinking: ThinkingEffort?

    static let settings = "max-long-side=256…8192, temperature=0…2, profile=NAME, reasks=0…5, thinking=minimal…high"

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard let model = parts.first, !model.isEmpty else { return nil }
        name = argument
        self.model = model
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, set(pair[0], pair[1]) else { return nil }
        }
    }

    private mutating func set(_ key: String, _ value: String) -> Bool {
        switch key {
        case "max-long-side":
            guard let pixels = Int(value), (256...8192).contains(pixels) else { return false }
            maximumLongSide = pixels
        case "temperature":
            guard let number = Double(value), (0...2).contains(number) else { return false }
            temperature = number
        case "profile":
            profile = value
        case "reasks":
            guard let count = Int(value), (0...5).contains(count) else { return false }
            reasks = count
        case "thinking":
            guard let effort = ThinkingEffort(rawValue: value) else { return false }
            thinking = effort
        default: return false
        }
        return true
    }

    /// What the run says of its settings.
    var configuration: JSONObject {
        var json: JSONObject = [
            "model": .string(model), "max_long_side": .integer(Int64(maximumLongSide)),
            "temperature": .double(temperature), "reasks": .integer(Int64(reasks)),
        ]
        json["profile"] = profile.map { .string($0) }
        json["thinking"] = thinking.map { .string($0.rawValue) }
        return json
    }
}
