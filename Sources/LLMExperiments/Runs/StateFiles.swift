// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Files that runs go on from, see ``RunOptions/statePath``.
public enum StateFiles {
    /// Lets runs begin anew: moves what earlier runs have left in these files aside, each to its name with `.previous` at
    /// the end, in place of what was there.
    ///
    /// All of them stay where they are if one of them is being written. Those that hold no answer are taken away.
    public static func setAside(_ paths: [String]) throws(ExperimentError) {
        var files: [(path: String, file: StateFile)] = []
        for path in paths {
            guard let file = try StateFile.existing(path) else { continue }
            files.append((path, file))
        }
        for (path, file) in files {
            let isDone = try holdsNothing(file, path) ? unlink(path) == 0 : rename(path, path + ".previous") == 0
            guard isDone else {
                throw ExperimentError(.file, "\(path) cannot be moved to \(path).previous: may you write there?")
            }
        }
    }

    /// Whether the file is a run's and has no answer in it; what is of somebody else is not judged.
    private static func holdsNothing(_ file: StateFile, _ path: String) throws(ExperimentError) -> Bool {
        var lines = JournalLines(file, path: path)
        guard let first = try lines.next() else { return true }
        guard (try? RunHeader(firstLine: first, path: path)) != nil else { return false }
        while let line = try lines.next() {
            if case .answered? = JournalEvent(line: line) { return false }
        }
        return true
    }
}
