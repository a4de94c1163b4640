// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
import Foundation
import ModelClient

/// Who we are to Google Cloud.
struct GoogleCredentials {
    let tokens: any AccessTokenSource
    /// The project that the account belongs to, where that is known.
    let projectID: String?

    /// The service account that GOOGLE_APPLICATION_CREDENTIALS names, else the machine's own; nil where there is neither.
    static func configured(_ transport: any HTTPTransport) throws -> GoogleCredentials? {
        if let path = Settings.googleCredentials.value {
            let account = try account(path)
            let tokens = GoogleAccessTokens(account: account, transport: transport)
            return GoogleCredentials(tokens: tokens, projectID: account.projectID)
        }
        return Settings.googleMetadataHost.value.map { host in
            let tokens = GoogleAccessTokens(metadataHost: host, transport: transport)
            return GoogleCredentials(tokens: tokens, projectID: nil)
        }
    }

    private static func account(_ path: String) throws -> GoogleServiceAccount {
        guard let file = FileManager.default.contents(atPath: path) else {
            throw ValidationError("GOOGLE_APPLICATION_CREDENTIALS: there is no such file, or it cannot be read")
        }
        do {
            return try GoogleServiceAccount(json: Array(file))
        } catch {
            throw ValidationError("GOOGLE_APPLICATION_CREDENTIALS: \(error.message)")
        }
    }
}
