// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `vote-extractor profiles`
struct ProfilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles",
        abstract: "Shows and checks profiles: how a kind of sheet is read, and what its numbers must keep to.",
        discussion: """
            A profile is a JSON file. For one of your own begin with a built-in one, change its id, check it, and give \
            it to the workers.

            Examples:
              vote-extractor profiles show printed-precinct > county.json
              vote-extractor profiles check county.json
              vote-extractor worker --profile-file county.json
            """,
        subcommands: [ProfilesListCommand.self, ProfilesShowCommand.self, ProfilesCheckCommand.self]
    )
}
