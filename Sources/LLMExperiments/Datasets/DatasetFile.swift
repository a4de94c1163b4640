// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSON

/// Reading datasets from files.
enum DatasetFile {
    /// 256 MiB.
    static let maximumBytes = 256 << 20

    /// The bytes of a file.
    static func bytes(of path: String) throws(ExperimentError) -> [UInt8] {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let size = attributes?[.size] as? Int else {
            throw ExperimentError(.file, "\(path): there is no such file, or it cannot be read.")
        }
        guard size <= maximumBytes else {
            throw ExperimentError(.file, "\(path) has more than \(maximumBytes >> 20) MiB: split it.")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ExperimentError(.file, "\(path) cannot be read.")
        }
        return Array(data)
    }

    /// The file's name without its extension.
    static func name(of path: String) -> String {
        URL(filePath: path).deletingPathExtension().lastPathComponent
    }
}

extension Dataset {
    /// The dataset in a file, by its extension: `.json`, or `.csv` with the columns that Datadog's own files have.
    public init(contentsOf path: String) throws(ExperimentError) {
        let bytes = try DatasetFile.bytes(of: path)
        if path.lowercased().hasSuffix(".csv") {
            try self.init(csv: String(decoding: bytes, as: UTF8.self), name: DatasetFile.name(of: path))
        } else {
            try self.init(json: bytes, name: DatasetFile.name(of: path))
        }
    }

    /// The dataset in a CSV file, with these columns.
    public init(contentsOf path: String, columns: CSVColumns) throws(ExperimentError) {
        let text = String(decoding: try DatasetFile.bytes(of: path), as: UTF8.self)
        try self.init(csv: text, columns: columns, name: DatasetFile.name(of: path))
    }
}
