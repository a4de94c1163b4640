// SPDX-License-Identifier: Apache-2.0

import JSON
import Synchronization

/// What becomes known of a run, in a file as it does, one JSON line each, so that a run that was ended can go on.
///
/// The first line says which run it is, each other one is a ``JournalEvent``; lines are only added. Each is handed to the
/// system before anything goes on that rests on it: it survives the end of the process, though not of the machine. A line
/// that was not finished is left out. While a run has the file no other process gets it.
final class RunJournal: Sendable {
    private let path: String
    private let file: StateFile
    /// After a line that could not be written whole, nothing more is: what came after it would be a guess.
    private let isBroken = Mutex(false)

    private init(_ path: String, _ file: StateFile) {
        self.path = path
        self.file = file
    }

    /// Goes on with the run in the file, which has to be of the header's reference; begins a file if there is none.
    static func open(
        _ path: String,
        _ header: RunHeader
    ) throws(ExperimentError) -> (journal: RunJournal, history: RunHistory) {
        let file = try StateFile.made(path)
        let journal = RunJournal(path, file)
        var lines = JournalLines(file, path: path)
        var history = RunHistory(header)
        if let first = try lines.next() {
            history = RunHistory(try RunHeader(firstLine: first, path: path))
            try history.header.check(against: header, path)
            while let line = try lines.next() {
                if let event = JournalEvent(line: line) { history.apply(event) }
            }
            // A line that was not finished must not swallow the next.
            if !lines.endsWhole { journal.write([0x0a]) }
        } else {
            journal.append(header.json)
        }
        if let problem = journal.problem { throw problem }
        return (journal, history)
    }

    /// Keeps what became known. Whether that was possible ``problem`` says.
    func append(_ event: JournalEvent) { append(event.json) }

    /// Why something could not be kept.
    var problem: ExperimentError? {
        guard isBroken.withLock({ $0 }) else { return nil }
        return ExperimentError(.file, "\(path) cannot be written: is the disk full?")
    }

    /// Lets other runs have the file; what becomes known still is kept.
    func release() { file.unlock() }

    private func append(_ json: JSONValue) { write(json.serialized() + [0x0a]) }

    private func write(_ bytes: [UInt8]) {
        isBroken.withLock { isBroken in
            guard !isBroken else { return }
            isBroken = !file.write(bytes)
        }
    }
}

extension RunHeader {
    /// An error if a run of another kind cannot go on with this one.
    fileprivate func check(against other: RunHeader, _ path: String) throws(ExperimentError) {
        guard reference != other.reference else { return }
        throw ExperimentError(
            .stateMismatch,
            "\(path) is of \(reference.difference(to: other.reference)): give another file, or remove it to start anew."
        )
    }
}

extension RunReference {
    /// What differs, for people.
    fileprivate func difference(to other: RunReference) -> String {
        if experiment != other.experiment { return "another experiment, \(experiment)" }
        if dataset != other.dataset { return "another dataset, \(dataset)" }
        if configuration != other.configuration { return "other settings, \(JSONValue.object(configuration).text)" }
        if version != other.version { return "an earlier state of the task or of what it reads" }
        return fingerprint != other.fingerprint ? "an earlier state of the dataset" : "another sample of the records"
    }
}
