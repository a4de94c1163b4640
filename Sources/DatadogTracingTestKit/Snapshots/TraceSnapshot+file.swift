// SPDX-License-Identifier: Apache-2.0

extension TraceSnapshot {
    /// Compares with the file `__Snapshots__/NAME.json` (or `.txt`) beside the test, which is written the first time.
    ///
    /// ```swift
    /// #expect(throws: Never.self) { try TraceSnapshot(capture.popTraces()).expect("checkout") }
    /// ```
    ///
    /// - Parameters:
    ///   - name: letters, digits, `.`, `_` and `-`; each test needs one of its own.
    ///   - mode: by default what `UPDATE_SNAPSHOTS` and `CI` say.
    /// - Throws: an error with the lines that differ.
    public func expect(
        _ name: String,
        format: SnapshotFormat = .json,
        mode: SnapshotMode = .current,
        beside sourceFile: String = #filePath
    ) throws(TraceSnapshotError) {
        try SnapshotFile(name: name, format: format, beside: sourceFile).expect(text(format), mode: mode)
    }
}

extension TraceCapture {
    /// Compares the traces finished so far with a snapshot, and forgets them; see ``TraceSnapshot``.
    ///
    /// - Throws: an error with the lines that differ.
    public func expectSnapshot(
        _ name: String,
        format: SnapshotFormat = .json,
        ignoring ignores: SnapshotIgnores = .standard,
        mode: SnapshotMode = .current,
        beside sourceFile: String = #filePath
    ) throws(TraceSnapshotError) {
        try TraceSnapshot(popTraces(), ignoring: ignores)
            .expect(name, format: format, mode: mode, beside: sourceFile)
    }
}
