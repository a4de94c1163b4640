// SPDX-License-Identifier: Apache-2.0

import JSON

/// What `doctor` has found of one thing.
struct Finding {
    /// How it stands.
    enum State: String {
        case good = "ok"
        /// Something that may be meant to be so.
        case doubtful = "note"
        /// Something that keeps workers from working.
        case bad
    }

    let subject: String
    let state: State
    /// How it is, and how to mend it.
    let text: String

    init(_ subject: String, _ state: State, _ text: String) {
        self.subject = subject
        self.state = state
        self.text = text
    }

    var line: String {
        let mark =
            switch state {
            case .good: Terminal.green("ok  ")
            case .doubtful: Terminal.bold("note")
            case .bad: Terminal.red("bad ")
            }
        return "\(mark) \(subject.printable): \(text.printable)"
    }

    var json: JSONValue {
        ["subject": .string(subject), "state": .string(state.rawValue), "text": .string(text)]
    }
}
