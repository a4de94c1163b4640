// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Sealing

/// With which keys what jobs are about is sealed in Redis. Keys are no flags: everyone on the machine could read them.
struct SealingOptions: ParsableArguments {
    @Option(
        help: """
            A file of keys that seal what jobs are about, one ID:KEY a line, KEY 32 bytes in base64; the first seals, all \
            open (VOTE_EXTRACTOR_SEALING_KEYS_FILE). The variable VOTE_EXTRACTOR_SEALING_KEYS holds keys themselves, \
            separated by commas.
            """
    )
    var sealingKeysFile: String?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Take only what is sealed: workers refuse plain jobs and pages, and plain results are not shown \
            (VOTE_EXTRACTOR_REQUIRE_SEALED).
            """
    )
    var requireSealed = Settings.requireSealed.value

    func validate() throws {
        guard try keys() != nil || !requireSealed else {
            throw ValidationError(
                "--require-sealed needs keys: VOTE_EXTRACTOR_SEALING_KEYS_FILE or --sealing-keys-file"
            )
        }
    }

    /// The seal of a queue; nil where there are no keys.
    func seal(of queue: String) throws -> ContentSeal? { try keys().map { ContentSeal($0, queue: queue) } }

    private func keys() throws -> SealingKeys? {
        guard let text = try text() else { return nil }
        do {
            return try SealingKeys(text)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private func text() throws -> String? {
        guard let path = sealingKeysFile ?? Settings.sealingKeysFile.value else { return Settings.sealingKeys.value }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("the file of sealing keys \(path) cannot be read")
        }
        return text
    }
}
