// SPDX-License-Identifier: Apache-2.0

import Foundation
import Imaging
import JSON

/// Pictures of sheets' pages, small enough for a report, within a budget for all of them.
actor PagePictures {
    private let preparer: ImagePreparer
    private let folder: String
    private var left: Int

    /// Bytes of all pictures, before they become text.
    static let budget = 32 << 20

    init(folder: String, budget: Int = PagePictures.budget) {
        var limits = ImagingLimits()
        limits.maximumLongSide = 1400
        limits.jpegQuality = 60
        preparer = ImagePreparer(limits: limits, concurrency: 2)
        self.folder = folder
        left = budget
    }

    /// The pages as data URIs; and what could not be shown.
    func pictures(of input: JSONValue) async -> (uris: [String], problem: String?) {
        var uris: [String] = []
        for path in input["files"]?.arrayValue?.compactMap(\.stringValue) ?? [] {
            guard let data = data(of: path) else { return (uris, "\(path) cannot be read") }
            guard let pages = try? await preparer.pictures(Array(data), name: path) else {
                return (uris, "\(path) cannot be drawn")
            }
            for page in pages {
                guard page.bytes.count <= left else { return (uris, "the report has no room for more pictures") }
                left -= page.bytes.count
                uris.append("data:image/jpeg;base64,\(Data(page.bytes).base64EncodedString())")
            }
        }
        return (uris, nil)
    }

    /// A file within the folder, as the experiment itself may read; the paths may come from anyone's results.
    private func data(of path: String) -> Data? {
        let url = URL(filePath: path.hasPrefix("/") ? path : "\(folder)/\(path)").standardizedFileURL
        let resolved = url.resolvingSymlinksInPath().path
        let root = URL(filePath: folder).standardizedFileURL.resolvingSymlinksInPath().path
        guard resolved.hasPrefix(root.hasSuffix("/") ? root : root + "/") else { return nil }
        return FileManager.default.contents(atPath: resolved)
    }
}
