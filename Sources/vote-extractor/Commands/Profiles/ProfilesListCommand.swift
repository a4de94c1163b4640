// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction

/// `vote-extractor profiles list`
struct ProfilesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the profiles that a worker with the same options would know."
    )

    @OptionGroup var files: ProfileFiles

    func run() throws {
        let catalogue = try files.catalogue()
        var table = TextTable([("ID", .left), ("VERSION", .left), ("FROM", .left)])
        for (index, profile) in catalogue.profiles.enumerated() {
            let isOwn = index >= catalogue.profiles.count - catalogue.own.count
            table.append([profile.id, profile.version, isOwn ? "file" : "built in"])
        }
        for line in table.lines { Terminal.print(line) }
    }
}
