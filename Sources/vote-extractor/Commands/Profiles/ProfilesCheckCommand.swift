// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction
import JSON

/// `vote-extractor profiles check`
struct ProfilesCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tells every fault of profiles' files; status 2 if there is one.",
        discussion: """
            Examples:
              vote-extractor profiles check county.json
              vote-extractor profiles check profiles/ --json | jq -r .id
            """
    )

    @Argument(help: "Files, or folders of .json files.")
    var paths: [String]

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() throws {
        for profile in try ProfileCatalogue(paths: paths).own {
            guard !json else {
                Terminal.print(Self.json(profile).serialized())
                continue
            }
            Terminal.print(
                "\(profile.id), version \(profile.version): checks \(profile.checkNames.joined(separator: ", "))"
            )
        }
    }
    private static func json(_ profile: ExtractionProfile) -> JSONValue {
        [
            "id": .string(profile.id), "version": .string(profile.version),
            "checks": .array(profile.checkNames.map { .string($0) }),
        ]
    }
}
