// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import ModelClient

/// Gets a file out of a bucket.
struct BucketFetcher: Sendable {
    let access: BucketAccess
    let web: WebFetcher

    func fetch(
        _ object: BucketObject,
        maximumBytes: Int,
        within limit: FileLimit
    ) async throws(ExtractionError) -> [UInt8] {
        try await web.retrying { () throws(ExtractionError) in
            let request = try await access.request(for: object)
            let response = try await web.response(to: request, maximumBytes, within: limit)
            if response.status.code == 200 { return response.body }
            if response.status.code == 401 { await access.forgetCredentials(for: object) }
            throw failure(response)
        }
    }

    /// Where a store sends us elsewhere or finds the request itself wrong, it is the configuration that is.
    private func failure(_ response: HTTPTransportResponse) -> ExtractionError {
        var error = web.failure(status: response.status.code)
        let code = Self.code(in: response.body)
        if let code { error.message += " (\(code))" }
        if let code, Self.passing.contains(code) {
            error.errorClass = .inputTransient
            error.message += "; the worker needs a new AWS_SESSION_TOKEN, or the right time"
            return error
        }
        guard (300..<400).contains(response.status.code) || response.status.code == 400 else { return error }
        error.errorClass = .inputRefused
        if let region = response.headers[.bucketRegion]?.prefix(40) {
            error.message += "; the bucket's region is \(region): set AWS_REGION"
        }
        return error
    }

    /// What is wrong with the worker for a while, not with the job.
    private static let passing: Set<Substring> = ["ExpiredToken", "InvalidToken", "RequestTimeTooSkewed"]

    /// The word that tells what was wrong; the rest of the answer names bucket and key.
    private static func code(in body: [UInt8]) -> Substring? {
        let text = Substring(decoding: body.prefix(4096), as: UTF8.self)
        guard let start = text.firstRange(of: "<Code>")?.upperBound,
            let end = text[start...].firstRange(of: "</Code>")?.lowerBound
        else { return nil }
        let code = text[start..<end]
        return (1...64).contains(code.count) && code.allSatisfy { $0.isASCII && $0.isLetter } ? code : nil
    }
}

extension HTTPField.Name {
    fileprivate static var bucketRegion: HTTPField.Name { HTTPField.Name("x-amz-bucket-region")! }
}
