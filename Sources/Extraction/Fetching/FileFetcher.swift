// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import FoundationEssentials
import ModelClient

/// Gets the content of one file, whatever its source.
struct FileFetcher: Sendable {
    let configuration: FetchConfiguration
    let local: LocalFileReader
    let blobs: (any BlobStore)?
    let web: WebFetcher
    let buckets: BucketFetcher?
    let sha256: @Sendable ([UInt8]) -> String

    func fetch(_ file: SourceFile, within limit: FileLimit) async throws(ExtractionError) -> FetchedFile {
        let bytes = try await content(of: file, within: limit)
        guard !bytes.isEmpty else {
            throw ExtractionError(.inputCorrupt, "the file is empty", stage: .fetch)
        }
        let digest = sha256(bytes).lowercased()
        if let announced = file.sha256, announced.lowercased() != digest {
            throw ExtractionError(
                .inputHashMismatch,
                "the file's SHA-256 is \(digest), announced was \(announced)",
                stage: .fetch
            )
        }
        return FetchedFile(name: file.name, bytes: bytes, sha256: digest)
    }

    private func content(of file: SourceFile, within limit: FileLimit) async throws(ExtractionError) -> [UInt8] {
        let maximum = configuration.maximumFileBytes
        let bytes: [UInt8]
        switch try FileSource(file.location, allowsPlainHTTP: configuration.allowsPlainHTTP) {
        case .web(let url):
            return try await web.fetch(url, maximumBytes: maximum, within: limit)
        case .bucket(let object):
            guard let buckets else { throw .notAllowed }
            return try await buckets.fetch(object, maximumBytes: maximum, within: limit)
        case .inline(let base64): bytes = try decode(base64, maximum)
        case .blob(let key): bytes = try await blob(key, maximum)
        case .local(let path): bytes = try await local.read(path, maximumBytes: maximum)
        }
        guard bytes.count <= maximum else { throw FileLimit.error(bytes: bytes.count, maximum: maximum) }
        try limit.take(bytes.count)
        return bytes
    }

    private func decode(_ base64: String, _ maximum: Int) throws(ExtractionError) -> [UInt8] {
        // Checked before decoding: four characters hold at most three bytes.
        guard base64.utf8.count / 4 * 3 <= maximum + 2 else {
            throw FileLimit.error(bytes: nil, maximum: maximum)
        }
        guard let data = Data(base64Encoded: base64) else {
            throw ExtractionError(.inputCorrupt, "the member \"data\" is not valid base64", stage: .fetch)
        }
        return [UInt8](data)
    }

    private func blob(_ key: String, _ maximum: Int) async throws(ExtractionError) -> [UInt8] {
        guard let blobs, !key.isEmpty else {
            throw ExtractionError(.inputUnsupported, "blob: addresses are not available here", stage: .fetch)
        }
        let found: [UInt8]?
        do {
            found = try await blobs.blob(key, maximumBytes: maximum)
        } catch let error as ExtractionError {
            throw error
        } catch {
            throw ExtractionError(.inputTransient, "the blob store failed", stage: .fetch, underlying: error)
        }
        guard let found else {
            throw ExtractionError(.inputNotFound, "the blob does not exist (any more)", stage: .fetch)
        }
        return found
    }
}
