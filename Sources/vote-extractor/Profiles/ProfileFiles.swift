// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction

/// Profiles of the user's own.
struct ProfileFiles: ParsableArguments {
    @Option(
        help: "A profile of one's own, or a folder of such files; may be repeated (VOTE_EXTRACTOR_PROFILE_FILES)."
    )
    var profileFile: [String] = Settings.profileFiles.value

    func catalogue() throws -> ProfileCatalogue {
        try ProfileCatalogue(paths: profileFile)
    }
}
