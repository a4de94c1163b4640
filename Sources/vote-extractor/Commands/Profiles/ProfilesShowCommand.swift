// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction

/// `vote-extractor profiles show`
struct ProfilesShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints the file of a built-in profile.",
        discussion: "Example: vote-extractor profiles show printed-precinct > county.json"
    )

    @Argument(help: "thai-ss518 or printed-precinct.")
    var id: String

    func run() throws {
        guard let file = ExtractionProfile.file(ofBuiltIn: id) else {
            throw ValidationError("\(id) is not built in; built in are: \(ProfileCatalogue().ids)")
        }
        // It ends with a line feed of its own.
        Terminal.print(Array(file.dropLast()))
    }
}
