// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelClient

/// A file's location, understood.
enum FileSource: Sendable, Hashable {
    case inline(String)
    case blob(String)
    case local(path: String)
    case web(String)
    case bucket(BucketObject)

    init(_ location: SourceFile.Location, allowsPlainHTTP: Bool) throws(ExtractionError) {
        switch location {
        case .inline(let base64): self = .inline(base64)
        case .uri(let uri): self = try Self.source(uri, allowsPlainHTTP)
        }
    }

    private static func source(_ uri: String, _ allowsPlainHTTP: Bool) throws(ExtractionError) -> FileSource {
        guard let colon = uri.firstIndex(of: ":") else {
            throw failure(.inputUnsupported, "has no scheme; write https:, s3:, gs:, file: or blob:")
        }
        let rest = String(uri[uri.index(after: colon)...])
        switch uri[..<colon].lowercased() {
        case "https":
            return .web(uri)
        case "http" where allowsPlainHTTP:
            return .web(uri)
        case "http":
            throw failure(.inputRefused, "uses plain http:, which is switched off; use https:")
        case "blob":
            return .blob(rest)
        case "file":
            return .local(path: try path(rest))
        case "s3":
            return .bucket(try BucketObject(.s3, rest))
        case "gs":
            return .bucket(try BucketObject(.gs, rest))
        default:
            throw failure(.inputUnsupported, "has a scheme that is not supported; use https:, s3:, gs:, file: or blob:")
        }
    }

    /// `file:/a`, `file:///a` and `file://localhost/a` name the same path.
    private static func path(_ rest: String) throws(ExtractionError) -> String {
        var path = Substring(rest)
        if path.hasPrefix("//localhost/") {
            path = path.dropFirst("//localhost".count)
        } else if path.hasPrefix("///") {
            path = path.dropFirst(2)
        }
        guard path.hasPrefix("/"), !path.hasPrefix("//"), let decoded = String(path).removingPercentEncoding,
            !decoded.utf8.contains(0)
        else {
            throw failure(.inputUnsupported, "is not an absolute file: address; write file:///folder/name")
        }
        return decoded
    }

    private static func failure(_ errorClass: ErrorClass, _ problem: String) -> ExtractionError {
        ExtractionError(errorClass, "the address \(problem)", stage: .fetch)
    }
}
