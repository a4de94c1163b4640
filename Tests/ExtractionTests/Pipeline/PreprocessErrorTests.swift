// SPDX-License-Identifier: Apache-2.0

import Imaging
import ModelClient
import Testing

@testable import Extraction

@Suite("What errors of imaging mean for a job")
struct PreprocessErrorTests {
    @Test(
        "Only what a file is to blame for is final",
        arguments: [
            (.corrupt, .inputCorrupt, false), (.empty, .inputCorrupt, false), (.unsupported, .inputUnsupported, false),
            (.tooManyPages, .inputTooLarge, false), (.timedOut, .inputTransient, true), (.childFailed, .internal, true),
            (.cancelled, .workerShutdown, true),
        ] as [(ImagingError.Code, ErrorClass, Bool)]
    )
    func mapping(code: ImagingError.Code, errorClass: ErrorClass, isRetriable: Bool) {
        let error = ExtractionError(ImagingError(code, "m"))
        #expect(error.errorClass == errorClass)
        #expect(error.isRetriable == isRetriable)
        #expect(error.stage == .preprocess)
    }
}
