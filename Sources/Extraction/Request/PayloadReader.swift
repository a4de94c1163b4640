// SPDX-License-Identifier: Apache-2.0

import JSON
import ModelClient

/// Reads members of a payload; every complaint names the path, the problem and the mend.
struct PayloadReader {
    private let payload: JSONValue

    init(_ payload: JSONValue) {
        self.payload = payload
    }

    func error(_ path: String, _ problem: String) -> ExtractionError {
        let place = path.isEmpty ? "payload" : "payload.\(path)"
        return ExtractionError(.inputUnsupported, "\(place) \(problem)", stage: .request)
    }

    /// A member that is present and not null.
    func member(_ key: String) -> JSONValue? {
        guard let value = payload[key], !value.isNull else { return nil }
        return value
    }

    func string(_ key: String) throws(ExtractionError) -> String? {
        guard let value = member(key) else { return nil }
        guard let text = value.stringValue, !text.isEmpty else {
            throw error(key, "must be a non-empty string; leave it out for the default")
        }
        return text
    }

    func strings(_ key: String) throws(ExtractionError) -> [String]? {
        guard let value = member(key) else { return nil }
        guard let texts = value.arrayValue?.map(\.stringValue), !texts.contains(where: { $0?.isEmpty ?? true }) else {
            throw error(key, "must be a list of non-empty strings")
        }
        guard texts.count <= Self.maximumFallbacks else {
            throw error(key, "has \(texts.count) entries; at most \(Self.maximumFallbacks) are allowed")
        }
        return texts.compactMap(\.self)
    }

    func object(_ key: String) throws(ExtractionError) -> JSONValue? {
        guard let value = member(key) else { return nil }
        guard value.objectValue != nil else {
            throw error(key, "must be an object")
        }
        return value
    }

    func sampling() throws(ExtractionError) -> SamplingParameters {
        let standard = SamplingParameters()
        return SamplingParameters(
            temperature: try number("temperature", in: 0...2) ?? standard.temperature,
            maximumOutputTokens: try integer("max_tokens", in: 1...65_536) ?? standard.maximumOutputTokens,
            topP: try number("top_p", in: 0...1) ?? standard.topP,
            topK: try integer("top_k", in: 1...1_000_000) ?? standard.topK
        )
    }

    private func number(_ key: String, in range: ClosedRange<Double>) throws(ExtractionError) -> Double? {
        guard let value = member(key) else { return nil }
        guard let number = value.doubleValue, range.contains(number) else {
            throw error(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func integer(_ key: String, in range: ClosedRange<Int>) throws(ExtractionError) -> Int? {
        guard let value = member(key) else { return nil }
        guard let number = value.intValue, range.contains(number) else {
            throw error(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static let maximumFallbacks = 10
}
