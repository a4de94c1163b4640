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

    func validate() throws { _ = try seal() }

    /// The seal; nil where there are no keys.
    func seal() throws -> ContentSeal? {
        guard let text = try text() else { return nil }
        do {
            return ContentSeal(try SealingKeys(text))
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
