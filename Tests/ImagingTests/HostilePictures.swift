// SPDX-License-Identifier: Apache-2.0

import Foundation
import Imaging
import TestSupport

/// Pictures and PDFs that were damaged at random, prepared in a process of their own.
struct HostilePictures {
    private var dice = SeededGenerator(seed: TestSeed.value(otherwise: 17))
    private let samples: [Sample]
    private let preparer: ImagePreparer

    private struct Sample {
        let name: String
        let bytes: [UInt8]
        let mutants: Int
    }

    /// Small limits, so that what goes beyond them shows.
    private static var limits: ImagingLimits {
        var limits = ImagingLimits()
        limits.maximumMegapixels = 4
        limits.maximumLongSide = 512
        limits.childTimeout = .seconds(10)
        return limits
    }

    init() async throws {
        preparer = ImagePreparer(limits: Self.limits, concurrency: 2)
        let pictures = try await Self.pictures().map { Sample(name: $0, bytes: $1, mutants: 150) }
        let text = Sample(name: "text.pdf", bytes: TextPDF.bytes(pages: ["Votes 17", "Votes 4"]), mutants: 25)
        samples =
            pictures.map { $0.name.hasSuffix(".pdf") ? Sample(name: $0.name, bytes: $0.bytes, mutants: 15) : $0 } + [
                text
            ]
    }

    /// Prepares every mutant; says on standard error which one, so that the last line tells what a crash came from.
    ///
    /// - Returns: How many were made into pages, and how many were refused.
    mutating func prepareAll() async throws -> (pages: Int, refused: Int) {
        var (pages, refused) = (0, 0)
        for sample in samples {
            for number in 0..<sample.mutants {
                let mutant = mutant(of: sample.bytes)
                FileHandle.standardError.write(Data("\(sample.name) \(number)\n".utf8))
                if try await prepare(mutant, sample.name) { pages += 1 } else { refused += 1 }
            }
        }
        return (pages, refused)
    }

    /// False for what is refused for a reason that a file can give.
    private func prepare(_ bytes: [UInt8], _ name: String) async throws -> Bool {
        do throws(ImagingError) {
            for page in try await preparer.prepare(bytes, name: name) where page.mediaType != .pdf {
                guard max(page.width, page.height) <= Self.limits.maximumLongSide, !page.bytes.isEmpty else {
                    throw ImagingError(.childFailed, "\(name): \(page.width) by \(page.height)")
                }
            }
            return true
        } catch {
            let codes: [ImagingError.Code] = [.empty, .unsupported, .corrupt, .tooLarge, .tooManyPages, .timedOut]
            guard codes.contains(error.code) else { throw error }
            return false
        }
    }

    // MARK: Mutants

    private mutating func mutant(of bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &dice) where !bytes.isEmpty { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = place(in: bytes)
        let length = min(Int.random(in: 1...64, using: &dice), bytes.count - place)
        switch Int.random(in: 0..<7, using: &dice) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
        case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF].randomElement(using: &dice) ?? 0
        case 2:
            // Where four bytes are a length, a count or an offset, it is now an enormous one, or none.
            let value: [UInt8] =
                [[0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0, 1, 0, 0]]
                .randomElement(using: &dice) ?? []
            for (offset, byte) in value.enumerated() where place + offset < bytes.count { bytes[place + offset] = byte }
        case 3: bytes.removeSubrange(place..<place + length)
        case 4: bytes.insert(contentsOf: bytes[place..<place + length], at: self.place(in: bytes))
        case 5: for index in place..<place + length { bytes[index] = UInt8.random(in: 0...255, using: &dice) }
        default: bytes.removeSubrange(max(place, bytes.count / 2)...)
        }
    }

    /// Half of the time near the beginning, where headers are.
    private mutating func place(in bytes: [UInt8]) -> Int {
        let end = Bool.random(using: &dice) ? min(200, bytes.count) : bytes.count
        return Int.random(in: 0..<end, using: &dice)
    }

    // MARK: Samples

    private static func pictures() async throws -> [(String, [UInt8])] {
        let folder = try TemporaryDirectory()
        _ = try await Pillow.file(
            """
            import os
            folder = "\(folder.path)/"
            image = Image.new("RGB", (160, 120), "white")
            draw = ImageDraw.Draw(image)
            for n in range(40):
                draw.ellipse((n * 4, n * 3, n * 4 + 30, n * 3 + 20), outline=(n * 6, 255 - n * 6, n * 3))
            exif = Image.Exif()
            exif[0x0112] = 6
            image.save(folder + "upright.jpg", quality=80)
            image.save(folder + "turned.jpg", quality=80, progressive=True, exif=exif)
            image.convert("CMYK").save(folder + "cmyk.jpg")
            image.save(folder + "rgb.png")
            image.convert("P").save(folder + "palette.png")
            image.convert("L").convert("I").save(folder + "deep.png")
            image.convert("1").save(folder + "bilevel.png")
            image.save(folder + "lossy.webp", quality=70)
            image.convert("RGBA").save(folder + "lossless.webp", lossless=True)
            others = [image.rotate(90), image.convert("L").convert("RGB")]
            image.save(folder + "pages.tiff", save_all=True, append_images=others, compression="tiff_lzw")
            image.save(folder + "deflate.tiff", compression="tiff_adobe_deflate")
            image.save(folder + "jpeg.tiff", compression="jpeg")
            image.convert("1").save(folder + "fax.tiff", compression="group4")
            image.save(folder + "scan.pdf")
            open(out, "w").close()
            """
        )
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            (name, Array(try Data(contentsOf: URL(filePath: "\(folder.path)/\(name)"))))
        }
    }
}
