// SPDX-License-Identifier: Apache-2.0

import Foundation
import Imaging
import Testing

/// Pictures as telephones take them.
@Suite(.enabled(if: HEICLoader.isInstalled && Pillow.isInstalled, "needs libvips with libheif, and python3-pil"))
struct HEICTests {
    /// 96 by 64 pixels, a black field at the left and a red one at the right, made by libheif's encoder.
    private static let picture = """
        AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5w\
        aXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAdwAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEA\
        AAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEA\
        AQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgQEDAgAAAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAGAAAABA\
        AAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAB/bWRhdAAAAHMoAa9YBuUYmULsDff9ZoHwL9LX7XgDdI4/CHYZ\
        EOLRfj/CYObT+RCPo2of7grr4Fc+EkMZVNQRSIhLC5uvctNkA68m/lGJvhtiE2NmoIOHjh23z0A6E/NYN+hv5TUTT6tRc8q0AIEDGMnp\
        4jhjfL2BZOk4
        """

    @Test("A picture becomes a page like any other")
    func page() async throws {
        let bytes = try #require(Data(base64Encoded: Self.picture))
        #expect(MediaType.sniff(Array(bytes)) == .heic)
        let page = try #require(try await ImagePreparer().prepare(Array(bytes), name: "IMG_1.HEIC").first)
        #expect(page.mediaType == .jpeg && (page.width, page.height) == (96, 64))
        let colours = try await Pillow.inspect(page.bytes, "[image.getpixel((x, 32))[0] // 128 for x in (24, 48, 72)]")
        #expect(colours == "[0, 1, 1]")
        let blue = try await Pillow.inspect(page.bytes, "[image.getpixel((x, 32))[2] // 128 for x in (24, 48, 72)]")
        #expect(blue == "[0, 1, 0]")
    }

    @Test("One that is cut short is corrupt", arguments: [40, 300, 470])
    func cut(_ length: Int) async throws {
        let bytes = try #require(Data(base64Encoded: Self.picture)).prefix(length)
        await #expect(throws: ImagingError.self) {
            _ = try await ImagePreparer().prepare(Array(bytes), name: "IMG_1.HEIC")
        }
    }
}

private enum HEICLoader {
    /// Debian's libvips has the loader as a module of its own.
    static let isInstalled: Bool = {
        let libraries = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
        return libraries.contains { library in
            let modules = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/\(library)")) ?? []
            return modules.contains { module in
                module.hasPrefix("vips-modules-")
                    && FileManager.default.fileExists(atPath: "/usr/lib/\(library)/\(module)/vips-heif.so")
            }
        }
    }()
}
