// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import JSON

/// How a command that changes something says what it has done: in words on standard error, or as JSON on standard output.
struct ChangeReport: ParsableArguments {
    @Flag(help: "Print what was done as one JSON object.")
    var json = false

    /// Says it once, at the end.
    func tell(_ words: String, _ object: JSONObject) {
        if json {
            Terminal.print(JSONValue.object(object).serialized())
        } else {
            Terminal.complain(words.printable)
        }
    }
}
