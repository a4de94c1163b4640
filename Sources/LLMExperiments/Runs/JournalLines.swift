// SPDX-License-Identifier: Apache-2.0

/// The lines of a file, one after the other, however long the file is.
struct JournalLines {
    private let file: StateFile
    private let path: String
    private var buffer: [UInt8] = []
    private var start = 0
    /// Whether what was read so far ends with the end of a line, or is nothing.
    private(set) var endsWhole = true

    private static let chunk = 1 << 20

    init(_ file: StateFile, path: String) {
        self.file = file
        self.path = path
    }

    /// The next line without its end; nil if there is none. The last one may not be whole.
    mutating func next() throws(ExperimentError) -> [UInt8]? {
        var seen = start
        while true {
            if let end = buffer[seen...].firstIndex(of: 0x0a) {
                let line = Array(buffer[start..<end])
                start = end + 1
                seen = start
                if !line.isEmpty { return line }
                continue
            }
            buffer.removeSubrange(..<start)
            (start, seen) = (0, buffer.count)
            guard let bytes = file.read(Self.chunk) else {
                throw ExperimentError(.file, "\(path) cannot be read.")
            }
            guard !bytes.isEmpty else { return last() }
            guard buffer.count <= DatasetFile.maximumBytes else {
                throw ExperimentError(.stateMismatch, "\(path) has a line without an end: give another file.")
            }
            buffer += bytes
        }
    }

    private mutating func last() -> [UInt8]? {
        guard !buffer.isEmpty else { return nil }
        defer { buffer = [] }
        endsWhole = false
        return buffer
    }
}
