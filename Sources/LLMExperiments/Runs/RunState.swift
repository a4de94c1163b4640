// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import JSON
import Synchronization

/// A run's results in a file as they come, one JSON line each, so that a run that was ended can go on.
///
/// The first line says which run it is; it is written again, at the end, when more is known of the run. Each result is
/// handed to the system before the next record is reported as done: it survives the end of the process, though not of the
/// machine. A line that was not finished is left out. Of several results of one record the last one counts: failed records
/// are tried again when a run goes on. While a run has the file no other process gets it.
final class RunState: Sendable {
    /// The run that the file is of, as it was when the file was opened.
    let header: RunHeader
    /// Results that were in the file, without failed ones, by the ids of their records.
    let finished: [String: FinishedRecord]
    private let file: Mutex<FileHandle>

    private init(header: RunHeader, finished: [String: FinishedRecord], file: sending FileHandle) {
        self.header = header
        self.finished = finished
        self.file = Mutex(file)
    }

    /// Goes on with the run in the file, which has to be of the header's reference; begins a file if there is none.
    static func open(_ path: String, _ header: RunHeader) throws(ExperimentError) -> RunState {
        let file = try handle(path)
        let lines = try DatasetFile.bytes(of: path).split(separator: 0x0a)
        guard let first = lines.first else {
            guard write(header.json, to: file) else { throw cannotBeWritten(path) }
            return RunState(header: header, finished: [:], file: file)
        }
        var known = try RunHeader(firstLine: first, path: path)
        guard known.reference == header.reference else {
            throw ExperimentError(
                .stateMismatch,
                "\(path) is of \(known.reference.difference(to: header.reference)): give another file, or remove it to "
                    + "start anew."
            )
        }
        var finished: [String: FinishedRecord] = [:]
        for line in lines.dropFirst() {
            guard let json = try? JSONValue(parsing: Array(line)) else { continue }
            if let later = RunHeader(json: json), later.runID == known.runID {
                known = later
            } else if let record = try? FinishedRecord(json: json) {
                finished[record.result.recordID] = record.result.error == nil ? record : nil
            }
        }
        // A line that was not finished must not swallow the next.
        guard write(Data("\n".utf8), to: file) else { throw cannotBeWritten(path) }
        return RunState(header: known, finished: finished, file: file)
    }

    /// Keeps a result. Says whether that was possible.
    func append(_ record: FinishedRecord) -> Bool { append(record.json) }

    /// Keeps what is known of the run now. Says whether that was possible.
    func append(_ header: RunHeader) -> Bool { append(header.json) }

    private func append(_ json: JSONValue) -> Bool {
        file.withLock { Self.write(json, to: $0) }
    }

    private static func write(_ json: JSONValue, to file: FileHandle) -> Bool {
        write(Data(json.serialized() + [0x0a]), to: file)
    }

    private static func write(_ data: Data, to file: FileHandle) -> Bool {
        (try? file.write(contentsOf: data)) != nil
    }

    private static func cannotBeWritten(_ path: String) -> ExperimentError {
        ExperimentError(.file, "\(path) cannot be written: is the disk full?")
    }

    /// Opens the file, whose lock goes with its last handle.
    private static func handle(_ path: String) throws(ExperimentError) -> sending FileHandle {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ExperimentError(.file, "\(path) cannot be made: does its folder exist, and may you write there?")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // Where files cannot be locked, as on some network file systems, there is no guard.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            throw ExperimentError(
                .stateInUse,
                "\(path) is being written by another run: wait for its end, or give another file."
            )
        }
        return file
    }
}

extension RunReference {
    /// What differs, for people.
    fileprivate func difference(to other: RunReference) -> String {
        if experiment != other.experiment { return "another experiment, \(experiment)" }
        if dataset != other.dataset { return "another dataset, \(dataset)" }
        if configuration != other.configuration { return "other settings, \(JSONValue.object(configuration).text)" }
        return fingerprint != other.fingerprint ? "an earlier state of the dataset" : "another sample of the records"
    }
}
