// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
public import JSON

/// Gets a job's files one by one for people who look at them, with the limits, checks and refusals of a run.
public struct SourceFetcher: Sendable {
    private let fetcher: FileFetcher

    /// Makes a fetcher.
    ///
    /// - Parameters:
    ///   - configuration: What may be fetched, and how much of it.
    ///   - transport: The way to `https:` files; it must guard which addresses may be reached.
    ///   - buckets: Where `s3:` and `gs:` files are; nil refuses them.
    ///   - blobs: Where `blob:` files are; nil refuses them.
    ///   - sha256: The SHA-256 of bytes as hexadecimal digits.
    public init(
        configuration: FetchConfiguration,
        transport: any HTTPTransport,
        buckets: BucketAccess? = nil,
        blobs: (any BlobStore)?,
        sha256: @escaping @Sendable ([UInt8]) -> String
    ) {
        let waiting = Waiting(clock: ContinuousClock(), jittered: Waiting.fullJitter)
        let web = { (transport: any HTTPTransport) in
            WebFetcher(
                configuration: configuration,
                transport: transport,
                waiting: waiting,
                breakers: HostBreakers(clock: ContinuousClock())
            )
        }
        fetcher = FileFetcher(
            configuration: configuration,
            local: LocalFileReader(roots: configuration.fileRoots, timeout: configuration.timeout),
            blobs: blobs,
            web: web(transport),
            buckets: buckets.map { BucketFetcher(access: $0, web: web($0.transport)) },
            sha256: sha256
        )
    }

    /// The bytes of a file as a payload or a result names it; with a digest there, of no other content.
    public func bytes(of file: JSONValue) async throws(ExtractionError) -> [UInt8] {
        let files = try PayloadReader(["files": [file]]).files()
        return try await fetcher.fetch(files[0], within: FileLimit(maximum: .max)).bytes
    }
}
