// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction

/// Which profile a worker reads with.
struct ProfileOptions: ParsableArguments {
    @Option(
        help: """
            Prompt, answer shape and checks: thai-ss518, printed-precinct, or one of --profile-file \
            (VOTE_EXTRACTOR_PROFILE). Default: the only one of --profile-file, else thai-ss518.
            """
    )
    var profile: String?

    @OptionGroup var files: ProfileFiles

    func chosen() throws -> ExtractionProfile {
        try Self.chosen(profile ?? Settings.profile.value, from: files.profileFile)
    }

    /// The profile of that id, else the one that is taken where nobody names one.
    static func chosen(_ id: String?, from files: [String]) throws -> ExtractionProfile {
        let catalogue = try ProfileCatalogue(paths: files)
        guard let id else { return catalogue.own.count == 1 ? catalogue.own[0] : .thaiSS518 }
        guard let profile = catalogue.profile(id) else {
            throw ValidationError("--profile \(id) is not known; known are: \(catalogue.ids)")
        }
        return profile
    }
}
