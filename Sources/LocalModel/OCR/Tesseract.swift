// SPDX-License-Identifier: Apache-2.0

import CTesseract

/// One Tesseract engine with its languages loaded.
///
/// Not for more than one thread at a time. Opening costs about half a second and some tens of megabytes: keep it.
struct Tesseract: ~Copyable {
    /// How a region is laid out, in Tesseract's own terms.
    enum Layout {
        case block
        case line

        var mode: TessPageSegMode {
            switch self {
            case .block: PSM_SINGLE_BLOCK
            case .line: PSM_SINGLE_LINE
            }
        }
    }

    private let handle: OpaquePointer

    func resultIterator() -> OpaquePointer? {
        TessBaseAPIGetIterator(handle)
    }

    private init(handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        TessBaseAPIEnd(handle)
        TessBaseAPIDelete(handle)
    }

    /// Opens an engine for `languages` (in order of weight); `characters` confines what it may answer.
    static func open(languages: [String], characters: String? = nil) throws(LocalModelError) -> Tesseract {
        guard let handle = TessBaseAPICreate() else {
            throw LocalModelError(.languagesMissing, "Tesseract could not be started.")
        }
        let engine = Tesseract(handle: handle)
        let names = languages.joined(separator: "+")
        guard TessBaseAPIInit3(handle, nil, names) == 0 else {
            throw LocalModelError(
                .languagesMissing,
                "Tesseract cannot load \(names); install the tesseract-ocr packages of these languages."
            )
        }
        if let characters {
            TessBaseAPISetVariable(handle, "tessedit_char_whitelist", characters)
        }
        return engine
    }

    /// The words of one region of a gray image, in the image's coordinates.
    func words(
        in image: borrowing Pixmap,
        region: PixelBox? = nil,
        layout: Layout,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> [Word] {
        defer { TessBaseAPIClear(handle) }
        try recognize(image, region: region, layout: layout, deadline: deadline)
        return words()
    }

    /// The single signs of an image of one line.
    func symbols(
        in image: borrowing Pixmap,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) -> [Word] {
        defer { TessBaseAPIClear(handle) }
        try recognize(image, region: nil, layout: .line, deadline: deadline)
        return symbols()
    }

    private func recognize(
        _ image: borrowing Pixmap,
        region: PixelBox?,
        layout: Layout,
        deadline: ContinuousClock.Instant
    ) throws(LocalModelError) {
        let milliseconds = Self.milliseconds(until: deadline)
        guard milliseconds > 0 else { throw Self.late }
        TessBaseAPISetPageSegMode(handle, layout.mode)
        TessBaseAPISetImage2(handle, image.pointer)
        TessBaseAPISetSourceResolution(handle, 200)
        if let region {
            TessBaseAPISetRectangle(
                handle,
                Int32(region.left),
                Int32(region.top),
                Int32(region.width),
                Int32(region.height)
            )
        }
        let monitor = TessMonitorCreate()
        defer { TessMonitorDelete(monitor) }
        TessMonitorSetDeadlineMSecs(monitor, milliseconds)
        guard TessBaseAPIRecognize(handle, monitor) == 0, ContinuousClock.now < deadline else { throw Self.late }
    }

    private static let late = LocalModelError(
        .deadlineExceeded,
        "The page could not be read in the time allowed; send fewer or smaller pages."
    )

    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = (deadline - .now) / .milliseconds(1)
        return Int32(min(max(left, 0), Double(Int32.max)))
    }
}
