// SPDX-License-Identifier: Apache-2.0

/// By what spans are told apart in the statistics.
struct SpanStatsKey: Sendable, Hashable {
    var service: String
    var name: String
    var resource: String
    var type: String
    var kind: String
    /// Zero if there is none.
    var httpStatus: UInt32
    var httpMethod: String
    var httpEndpoint: String
    /// A number; empty if there is none.
    var grpcStatus: String
    /// Who named the service.
    var serviceSource: String
    var isSynthetic: Bool
    /// Nil where spans of several kinds are counted together.
    var isTraceRoot: Bool?
    /// `key:value`.
    var peerTags: [String]

    /// Bytes that the agent keeps of a resource, and of the other texts.
    private static let maximumResourceLength = 5000
    private static let maximumLength = 200

    /// - Parameter peerTags: names of the tags that tell apart the services called.
    init(_ span: EncodedSpan, _ fields: EncodedFields, peerTags: [String]) {
        func tag(_ key: StaticString) -> String { span.text(key)?.prefix(bytes: Self.maximumLength) ?? "" }
        service = String(decoding: fields.service, as: UTF8.self).prefix(bytes: Self.maximumLength)
        name = String(decoding: fields.name, as: UTF8.self).prefix(bytes: Self.maximumLength)
        resource = String(decoding: fields.resource, as: UTF8.self).prefix(bytes: Self.maximumResourceLength)
        type = String(decoding: fields.type, as: UTF8.self).prefix(bytes: Self.maximumLength)
        kind = tag("span.kind")
        httpStatus = span.httpStatus
        httpMethod = tag("http.method")
        httpEndpoint = span.texts.find("http.endpoint") == nil ? tag("http.route") : tag("http.endpoint")
        grpcStatus = GRPCStatus(span).map { String($0.code) } ?? ""
        serviceSource = tag("_dd.svc_src")
        isSynthetic = span.text("_dd.origin")?.hasPrefix("synthetics") == true
        isTraceRoot = fields.parentID == nil
        self.peerTags = span.peerTags(peerTags)
    }

    /// Takes the spans for whose keys there is no room.
    static let overflow = SpanStatsKey(all: "tracer_blocked_value")

    private init(all text: String) {
        (service, name, resource, type, kind) = (text, text, text, text, text)
        (httpMethod, httpEndpoint, serviceSource, grpcStatus) = (text, text, text, "")
        httpStatus = 0
        isSynthetic = false
        peerTags = [text]
    }
}

extension EncodedSpan {
    fileprivate var httpStatus: UInt32 {
        let key: StaticString = "http.status_code"
        return number(key).flatMap { UInt32(exactly: $0) } ?? text(key).flatMap { UInt32($0) } ?? 0
    }

    fileprivate func peerTags(_ keys: [String]) -> [String] {
        switch text("span.kind") {
        case "client", "producer", "consumer":
            return keys.compactMap { key in
                let text = key.withBytes { texts.find($0)?.decodedValue.text }
                return text.map { $0.isEmpty ? key : "\(key):\(PeerAddress.anonymized($0.prefix(bytes: 200)))" }
            }
        default:
            return text("_dd.base_service").map { ["_dd.base_service:\($0.prefix(bytes: 200))"] } ?? []
        }
    }
}

extension String {
    /// As many whole characters as fit into so many bytes.
    fileprivate func prefix(bytes maximum: Int) -> String {
        guard utf8.count > maximum else { return self }
        var end = utf8.index(startIndex, offsetBy: maximum)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
