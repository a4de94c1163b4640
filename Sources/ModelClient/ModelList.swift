// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import JSON

/// Reads a provider's list of models, page by page.
struct ModelList: Sendable {
    /// What one page holds.
    struct Page {
        let models: [AvailableModel]
        /// What the next page's URL ends with; nil after the last page.
        let next: String?
    }

    let transport: any HTTPTransport
    let dialect: any ModelDialect
    let headers: HTTPFields

    private static let maximumModels = 10_000
    private static let maximumPages = 100

    /// All models; `url` of the first page, to which `next` of each page is appended for the page after it.
    func all(url: String, _ read: (JSONValue) -> Page) async throws(ModelError) -> [AvailableModel] {
        var models: [AvailableModel] = []
        var suffix = ""
        for _ in 0..<Self.maximumPages where models.count < Self.maximumModels {
            let response = try await transport.sendToProvider(
                HTTPTransportRequest(url: url + suffix, headers: headers, timeouts: HTTPTimeouts(total: .seconds(30)))
            )
            guard response.status.kind == .successful else { throw dialect.failure(response) }
            let page = read(try JSONValue(answer: response))
            models += page.models
            guard let next = page.next else { break }
            suffix = next
        }
        return Array(models.prefix(Self.maximumModels))
    }
}
