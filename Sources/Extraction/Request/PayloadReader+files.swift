// SPDX-License-Identifier: Apache-2.0

import JSON

extension PayloadReader {
    func files() throws(ExtractionError) -> [SourceFile] {
        guard let entries = member("files")?.arrayValue, !entries.isEmpty else {
            throw error("files", "must be a list with at least one file (an object with \"uri\" or \"data\", or a URI)")
        }
        var files: [SourceFile] = []
        for (index, entry) in entries.enumerated() {
            files.append(try file(entry, index))
        }
        return files
    }

    private func file(_ entry: JSONValue, _ index: Int) throws(ExtractionError) -> SourceFile {
        if let uri = entry.stringValue {
            return SourceFile(name: name(of: uri, index), location: .uri(uri))
        }
        guard entry.objectValue != nil else {
            throw error("files[\(index)]", "must be an object with \"uri\" or \"data\", or a URI as a string")
        }
        let location = try location(entry, index)
        return SourceFile(
            name: try text(entry, "name", index) ?? name(of: location, index),
            location: location,
            sha256: try digest(entry, index)
        )
    }

    private func location(_ entry: JSONValue, _ index: Int) throws(ExtractionError) -> SourceFile.Location {
        switch (try text(entry, "uri", index), try text(entry, "data", index)) {
        case (let uri?, nil): return .uri(uri)
        case (nil, let data?): return .inline(data)
        case (nil, nil): throw error("files[\(index)]", "needs \"uri\" (an address) or \"data\" (base64)")
        case (_?, _?): throw error("files[\(index)]", "has both \"uri\" and \"data\"; give one of them")
        }
    }

    private func digest(_ entry: JSONValue, _ index: Int) throws(ExtractionError) -> String? {
        guard let digest = try text(entry, "sha256", index)?.lowercased() else { return nil }
        guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit) else {
            throw error("files[\(index)].sha256", "must be 64 hexadecimal digits")
        }
        return digest
    }

    private func text(_ entry: JSONValue, _ key: String, _ index: Int) throws(ExtractionError) -> String? {
        guard let value = entry[key], !value.isNull else { return nil }
        guard let text = value.stringValue, !text.isEmpty else {
            throw error("files[\(index)].\(key)", "must be a non-empty string")
        }
        return text
    }

    private func name(of location: SourceFile.Location, _ index: Int) -> String {
        switch location {
        case .uri(let uri): name(of: uri, index)
        case .inline: "file_\(index)"
        }
    }

    /// The last step of the path; a query may hold a signature and is never part of a name.
    private func name(of uri: String, _ index: Int) -> String {
        let path = uri.prefix { $0 != "?" && $0 != "#" }
        let last = path.split(separator: "/").last.map(String.init) ?? ""
        return last.isEmpty || last.hasSuffix(":") || last.contains("@") ? "file_\(index)" : last
    }
}
