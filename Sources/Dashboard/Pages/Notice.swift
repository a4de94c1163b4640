// SPDX-License-Identifier: Apache-2.0

/// What became of what somebody did just before.
struct Notice {
    let text: String
    let isBad: Bool

    init(_ text: String, isBad: Bool = false) {
        self.text = text
        self.isBad = isBad
    }

    /// The word in an address that stands for a notice; others say nothing, since links can be made by anybody.
    init?(word: String?) {
        switch word {
        case "retried": self.init("The job was sent back into the line, with all its attempts anew.")
        case "edited": self.init("The job was edited. It stays among the dead letters until it is sent back.")
        case "edited-retried": self.init("The job was edited and sent back into the line.")
        case "deleted": self.init("The dead letter was deleted.")
        case "cancelled": self.init("The job is to be cancelled; its worker hears of it at its next heartbeat.")
        case "due": self.init("The job is due now: it runs as soon as a worker is free.")
        case "not-delayed":
            self.init("The job is not put off any more, or stands too far back to be found.", isBad: true)
        case "answered": self.init("The job has its answer already.", isBad: true)
        case "gone": self.init("The dead letter is not there any more.", isBad: true)
        case "reviewed": self.init("Noted: a person has looked at this result.")
        case "unreviewed": self.init("The note is taken back: nobody has looked at this result.")
        case "quieted": self.init("The worker takes no more jobs, once it hears of it at its next heartbeat.")
        case "woken": self.init("The worker takes jobs again, once it hears of it at its next heartbeat.")
        case "no-worker": self.init("The worker is not on the list any more.", isBad: true)
        case "mode": self.init("All workers were told.")
        default: return nil
        }
    }
}
