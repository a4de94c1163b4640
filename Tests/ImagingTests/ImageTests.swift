// SPDX-License-Identifier: Apache-2.0

import Foundation
import Imaging
import TestSupport
import Testing

@Suite(.enabled(if: Pillow.isInstalled, "\(Pillow.hint)"))
struct ImageTests {
    private let preparer = ImagePreparer()

    private func onlyPage(of bytes: [UInt8]) async throws -> PreparedPage {
        let pages = try await preparer.prepare(bytes, name: "sheet")
        let page = try #require(pages.first)
        #expect(pages.count == 1)
        #expect(MediaType.sniff(page.bytes) == page.mediaType)
        #expect(page.mediaType == .jpeg)
        #expect(try await Pillow.inspect(page.bytes, "image.size") == "(\(page.width), \(page.height))")
        return page
    }

    @Test(arguments: ["JPEG", "PNG", "WEBP", "TIFF"])
    func largeOnesAreScaledDown(format: String) async throws {
        let file = try await Pillow.file(#"Image.new("RGB", (3000, 1500), "teal").save(out, "\#(format)")"#)
        let page = try await onlyPage(of: file)
        #expect((page.width, page.height) == (2048, 1024))
    }

    @Test(arguments: ["JPEG", "PNG", "WEBP", "TIFF"])
    func smallOnesAreNotEnlarged(format: String) async throws {
        let file = try await Pillow.file(#"Image.new("RGB", (300, 150), "teal").save(out, "\#(format)")"#)
        let page = try await onlyPage(of: file)
        #expect((page.width, page.height) == (300, 150))
    }

    @Test(arguments: [1, 3, 6, 8])
    func turnsUprightByEXIF(orientation: Int) async throws {
        // Red at the stored left half; turned by 6 (a quarter clockwise) it lies at the top.
        let file = try await Pillow.file(
            """
            image = Image.new("RGB", (400, 200), "blue"); image.paste("red", (0, 0, 200, 200))
            exif = Image.Exif(); exif[0x0112] = \(orientation)
            image.save(out, "JPEG", exif=exif)
            """
        )
        let page = try await onlyPage(of: file)
        let turned = orientation > 4
        #expect((page.width, page.height) == (turned ? (200, 400) : (400, 200)))
        let red = [1: (50, 100), 3: (350, 100), 6: (100, 50), 8: (100, 350)][orientation, default: (0, 0)]
        let colour = try await Pillow.inspect(page.bytes, "image.getpixel(\(red))[0] > 200")
        #expect(colour == "True")
    }

    @Test(arguments: [100, 3000])
    func dropsMetadata(width: Int) async throws {
        let file = try await Pillow.file(
            """
            exif = Image.Exif(); exif[0x010e] = "SECRET-PLACE"
            image = Image.new("RGB", (\(width), 100), "white")
            image.save(out, "JPEG", exif=exif, comment=b"SECRET-PLACE", icc_profile=b"SECRET-PLACE" * 20)
            """
        )
        let secret = Array("SECRET-PLACE".utf8)
        #expect(file.firstRange(of: secret) != nil)
        let page = try await onlyPage(of: file)
        #expect(page.bytes.firstRange(of: secret) == nil)
    }

    @Test func keepsThePixelsOfASmallJPEG() async throws {
        let file = try await Pillow.file(
            """
            exif = Image.Exif(); exif[0x010e] = "somewhere"
            Image.effect_noise((640, 480), 90).convert("RGB").save(out, "JPEG", quality=93, exif=exif)
            """
        )
        let page = try await onlyPage(of: file)
        #expect(page.bytes.count < file.count)
        let hash = "__import__('hashlib').sha1(image.tobytes()).hexdigest()"
        #expect(try await Pillow.inspect(page.bytes, hash) == Pillow.inspect(file, hash))
    }

    @Test(arguments: ["progressive=True", "subsampling=0", "optimize=True", "quality=100", "quality=5"])
    func keepsThePixelsOfEveryCommonJPEG(option: String) async throws {
        let file = try await Pillow.file(
            #"Image.effect_noise((321, 123), 90).convert("RGB").save(out, "JPEG", \#(option))"#
        )
        // Nothing to strip: the bytes stay as they are, unless what precedes the frame is no plain JFIF header.
        let page = try await onlyPage(of: file)
        #expect(page.bytes == file)
    }

    @Test func laysTransparencyOverWhite() async throws {
        let file = try await Pillow.file(#"Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(out, "PNG")"#)
        let page = try await onlyPage(of: file)
        #expect(try await Pillow.inspect(page.bytes, "min(image.convert('L').getdata())") == "255")
    }

    @Test(arguments: [
        #"Image.new("L", (64, 64), 200).save(out, "PNG")"#,
        #"Image.new("LA", (64, 64), (200, 255)).save(out, "PNG")"#,
        #"Image.new("I;16", (64, 64), 200 * 257).save(out, "PNG")"#,
        #"Image.new("P", (64, 64), 0).convert("L").point(lambda _: 200).save(out, "TIFF")"#,
        #"Image.new("RGB", (64, 64), (200, 200, 200)).quantize(2).save(out, "PNG")"#,
        #"Image.new("CMYK", (64, 64), (0, 0, 0, 55)).save(out, "JPEG")"#,
        #"Image.new("CMYK", (64, 64), (0, 0, 0, 55)).save(out, "TIFF")"#,
    ])
    func readsEveryColourModel(code: String) async throws {
        let page = try await onlyPage(of: Pillow.file(code))
        #expect(try await ["L", "RGB"].contains(Pillow.inspect(page.bytes, "image.mode")))
        let grey = Int(try await Pillow.inspect(page.bytes, "image.convert('L').getpixel((32, 32))"))
        // Ink has no one grey: the conversion from CMYK goes through a profile.
        let tolerance = code.contains("CMYK") ? 40 : 3
        #expect(abs(try #require(grey) - 200) <= tolerance)
    }

    @Test func readsBlackAndWhite() async throws {
        let page = try await onlyPage(of: Pillow.file(#"Image.new("1", (64, 64), 1).save(out, "PNG")"#))
        #expect(try await Pillow.inspect(page.bytes, "image.mode, image.getpixel((9, 9))") == "L 255")
    }

    @Test func takesEveryPageOfATIFF() async throws {
        let file = try await Pillow.file(
            """
            pages = [Image.new("L", (100 + n, 50), 0) for n in range(3)]
            pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
            """
        )
        let pages = try await preparer.prepare(file, name: "fax.tif")
        #expect(pages.map(\.width) == [100, 101, 102])
    }

    @Test func refusesTooManyPagesOfATIFF() async throws {
        let file = try await Pillow.file(
            """
            pages = [Image.new("L", (8, 8), 0)] * 21
            pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
            """
        )
        #expect(await refusal(of: file) == .tooManyPages)
    }

    @Test func refusesALargeLaterPageOfATIFF() async throws {
        let file = try await Pillow.file(
            """
            Image.new("1", (8, 8)).save(out, "TIFF", compression="group4", save_all=True,
                append_images=[Image.new("1", (20000, 10000))])
            """
        )
        #expect(await refusal(of: file) == .tooLarge)
    }

    @Test func refusesARealPictureOf200Megapixels() async throws {
        let file = try await Pillow.file(#"Image.new("1", (20000, 10000)).save(out, "PNG")"#)
        #expect(await refusal(of: file) == .tooLarge)
    }

    @Test(arguments: ["JPEG", "PNG", "WEBP", "TIFF"], [64, 2400])
    func refusesWhatIsCutShort(format: String, width: Int) async throws {
        let file = try await Pillow.file(
            #"Image.effect_noise((\#(width), 300), 90).convert("RGB").save(out, "\#(format)")"#
        )
        for share in [0.3, 0.6, 0.95] {
            let cut = Array(file.prefix(Int(Double(file.count) * share)))
            #expect(await refusal(of: cut) == .corrupt, "\(share) of \(file.count) bytes")
        }
        #expect(
            await refusal(of: Array(file.dropLast(format == "JPEG" ? 2 : 0))) == (format == "JPEG" ? .corrupt : nil)
        )
    }
}
