// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction
import JSON

/// `vote-extractor profiles list`
struct ProfilesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the profiles that a worker with the same options would know.",
        discussion: """
            Examples:
              vote-extractor profiles list
              vote-extractor profiles list --profile-file county.json --json | jq -r .id
            """
    )

    @OptionGroup var files: ProfileFiles
    @OptionGroup var config: ConfigFileOption

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() throws {
        let catalogue = try files.catalogue()
        var table = TextTable([("ID", .left), ("VERSION", .left), ("FROM", .left)])
        for (index, profile) in catalogue.profiles.enumerated() {
            let isOwn = index >= catalogue.profiles.count - catalogue.own.count
            let cells = [profile.id, profile.version, isOwn ? "file" : "built in"]
            guard json else {
                table.append(cells)
                continue
            }
            let names = ["id", "version", "from"]
            Terminal.print(JSONValue.object(JSONObject(zip(names, cells.map { .string($0) }))).serialized())
        }
        if !json { for line in table.lines { Terminal.print(line) } }
    }
}
