// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON
import Synchronization

/// A run's results in a file as they come, one JSON line each, so that a run that was ended can go on.
///
/// The first line says which run it is. Each result is handed to the system before the next record is reported as done:
/// it survives the end of the process, though not of the machine. A line that was not finished is left out. Of several
/// results of one record the last one counts: failed records are tried again when a run goes on.
final class RunState: Sendable {
    /// The run that the file is of.
    let header: Header
    /// Results that were in the file, without failed ones.
    let finished: [String: RecordResult]
    private let file: Mutex<FileHandle>

    /// Which run a file belongs to.
    struct Header: Sendable, Hashable {
        var runID: String
        var startedAt: Int64
        var reference: RunReference
        var platformExperimentID: String?
    }

    private init(header: Header, finished: [String: RecordResult], file: sending FileHandle) {
        self.header = header
        self.finished = finished
        self.file = Mutex(file)
    }

    /// Goes on with the run in the file, which has to be of this reference; nil if there is no file, or an empty one.
    static func resume(_ path: String, _ reference: RunReference) throws(ExperimentError) -> RunState? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let lines = try DatasetFile.bytes(of: path).split(separator: 0x0a)
        guard let first = lines.first else { return nil }
        let header = try Header(line: first, path: path)
        guard header.reference == reference else {
            throw ExperimentError(
                .stateMismatch,
                "\(path) is of \(header.reference.difference(to: reference)): give another file, or remove it to start anew."
            )
        }
        var finished: [String: RecordResult] = [:]
        for line in lines.dropFirst() {
            guard let result = try? RecordResult(json: JSONValue(parsing: Array(line))) else { continue }
            finished[result.recordID] = result.error == nil ? result : nil
        }
        let file = try handle(path)
        // A line that was not finished must not swallow the next.
        write(Data("\n".utf8), to: file)
        return RunState(header: header, finished: finished, file: file)
    }

    /// Begins a file.
    static func begin(_ path: String, _ header: Header) throws(ExperimentError) -> RunState {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw ExperimentError(.file, "\(path) cannot be made: does its folder exist, and may you write there?")
        }
        let file = try handle(path)
        write(Data(header.json.serialized() + [0x0a]), to: file)
        return RunState(header: header, finished: [:], file: file)
    }

    /// Keeps a result. Says whether that was possible.
    @discardableResult
    func append(_ result: RecordResult) -> Bool {
        let line = Data(result.json.serialized() + [0x0a])
        return file.withLock { Self.write(line, to: $0) }
    }

    @discardableResult
    private static func write(_ data: Data, to file: FileHandle) -> Bool {
        (try? file.write(contentsOf: data)) != nil
    }

    private static func handle(_ path: String) throws(ExperimentError) -> sending FileHandle {
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw ExperimentError(.file, "\(path) cannot be written.")
        }
        _ = try? file.seekToEnd()
        return file
    }
}

extension RunState.Header {
    private static let kind = "llm-experiment-state"

    fileprivate var json: JSONValue {
        var json: JSONObject = [
            "kind": .string(Self.kind), "version": 1, "run_id": .string(runID), "started_at_ms": .integer(startedAt),
            "reference": reference.json,
        ]
        json["platform_experiment_id"] = platformExperimentID.map { .string($0) }
        return .object(json)
    }

    fileprivate init(line: ArraySlice<UInt8>, path: String) throws(ExperimentError) {
        guard let json = try? JSONValue(parsing: Array(line)), json["kind"]?.stringValue == Self.kind,
            let runID = json["run_id"]?.stringValue, let startedAt = json["started_at_ms"]?.intValue
        else {
            throw ExperimentError(.stateMismatch, "\(path) is no state of an experiment's run: give another file.")
        }
        self.runID = runID
        self.startedAt = Int64(startedAt)
        reference = try RunReference(json: json["reference"])
        platformExperimentID = json["platform_experiment_id"]?.stringValue
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
