// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Names the file with settings. It is read before options take their defaults (`SettingSources`), so this only tells of
/// it.
struct ConfigFileOption: ParsableArguments {
    static let flag = "--config"
    static let variable = "VOTE_EXTRACTOR_CONFIG"

    @Option(
        help: "A JSON file with settings, see `vote-extractor config --help` (VOTE_EXTRACTOR_CONFIG).",
        completion: .file(extensions: ["json"])
    )
    var config: String?
}
