// SPDX-License-Identifier: Apache-2.0

public import CurlHTTP
import ModelClient

/// Which buckets jobs may read, and how they are reached.
public struct BucketAccess: Sendable {
    let roots: [BucketRoot]
    let s3: S3Access?
    let google: GoogleStorageAccess?
    let transport: any HTTPTransport

    /// Makes an access.
    ///
    /// - Parameters:
    ///   - roots: What jobs may read; nothing else is asked for.
    ///   - s3: Who asks for `s3:` files; nil refuses them.
    ///   - google: Who asks for `gs:` files; nil refuses them.
    ///   - transport: The way there. The hosts are the operator's choice, not the job's: it need not be guarded.
    public init(roots: [BucketRoot], s3: S3Access?, google: GoogleStorageAccess?, transport: any HTTPTransport) {
        self.roots = roots
        self.s3 = s3
        self.google = google
        self.transport = transport
    }

    func request(for object: BucketObject) async throws(ExtractionError) -> HTTPTransportRequest {
        guard roots.contains(where: { $0.holds(object) }) else { throw .notAllowed }
        switch object.scheme {
        case .s3:
            guard let s3 else { throw .notAllowed }
            return s3.request(for: object)
        case .gs:
            guard let google else { throw .notAllowed }
            do throws(ModelError) {
                return try await google.request(for: object)
            } catch {
                throw ExtractionError(withoutToken: error)
            }
        }
    }

    /// The store did not accept who asked.
    func forgetCredentials(for object: BucketObject) async {
        if object.scheme == .gs { await google?.tokens.discard() }
    }
}

extension ExtractionError {
    static let notAllowed = ExtractionError(
        .inputRefused,
        "the file lies outside the buckets that are configured to be read",
        stage: .fetch
    )

    /// That there is no token is nothing that the file can help.
    fileprivate init(withoutToken error: ModelError) {
        let errorClass: ErrorClass = error.errorClass == .workerShutdown ? .workerShutdown : .inputTransient
        self.init(errorClass, "no access token for the bucket: \(error.message)", stage: .fetch)
    }
}
