// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction

/// `vote-extractor profiles check`
struct ProfilesCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tells every fault of profiles' files; status 2 if there is one.",
        discussion: "Example: vote-extractor profiles check county.json"
    )

    @Argument(help: "Files, or folders of .json files.")
    var paths: [String]

    func run() throws {
        for profile in try ProfileCatalogue(paths: paths).own {
            Terminal.print(
                "\(profile.id), version \(profile.version): checks \(profile.checkNames.joined(separator: ", "))"
            )
        }
    }
}
