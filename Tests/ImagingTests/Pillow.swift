// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// Pictures drawn by Debian's python3-pil, which is no relative of libvips.
enum Pillow {
    /// Whether it is there.
    static let isInstalled = FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/PIL")
    /// What tests say when it is not.
    static let hint = "needs python3-pil"

    /// The bytes that `code` writes to the path `out`.
    static func file(_ code: String) async throws -> [UInt8] {
        let folder = try TemporaryDirectory()
        let script = """
            from PIL import Image, ImageDraw
            Image.MAX_IMAGE_PIXELS = None
            out = "\(folder.path)/out"
            \(code)
            """
        let child = try ChildProcess("/usr/bin/python3", arguments: ["-c", script], outputPath: folder.path + "/log")
        await child.waitUntilEnded()
        return try read(folder.path + "/out")
    }

    /// What `expression` is for the picture `image` in these bytes, as Python prints it.
    static func inspect(_ bytes: [UInt8], _ expression: String) async throws -> String {
        let folder = try TemporaryDirectory()
        try Data(bytes).write(to: URL(filePath: folder.path + "/in"))
        let script = """
            from PIL import Image
            image = Image.open("\(folder.path)/in")
            image.load()
            print(\(expression))
            """
        let child = try ChildProcess("/usr/bin/python3", arguments: ["-c", script], outputPath: folder.path + "/log")
        await child.waitUntilEnded()
        return String(decoding: try read(folder.path + "/log"), as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    private static func read(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }
}
