// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import JSON

/// The models that the Gemini API or Vertex AI lists.
struct GeminiModelList: Sendable {
    let transport: any HTTPTransport
    let baseURL: String
    let access: GeminiAccess

    func all() async throws(ModelError) -> [AvailableModel] {
        let list = ModelList(
            transport: transport,
            dialect: GeminiDialect(sharesCapacity: false),
            headers: try await access.headers()
        )
        return try await list.all(url: "\(baseURL)\(access.listPath)?pageSize=100", Self.page)
    }

    private static func page(_ body: JSONValue) -> ModelList.Page {
        let entries = (body["models"] ?? body["publisherModels"])?.arrayValue ?? []
        let token = body["nextPageToken"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        return ModelList.Page(
            models: entries.filter(generatesContent).compactMap(model),
            next: token.map { "&pageToken=\($0.percentEncoded())" }
        )
    }

    /// Vertex AI does not say which methods a model has.
    private static func generatesContent(_ entry: JSONValue) -> Bool {
        guard let methods = entry["supportedGenerationMethods"]?.arrayValue else { return true }
        return methods.contains("generateContent")
    }

    private static func model(_ entry: JSONValue) -> AvailableModel? {
        guard let name = entry["name"]?.stringValue?.split(separator: "/").last else { return nil }
        return AvailableModel(
            name: String(name),
            displayName: entry["displayName"]?.stringValue,
            maximumInputTokens: entry["inputTokenLimit"]?.intValue,
            maximumOutputTokens: entry["outputTokenLimit"]?.intValue
        )
    }
}
