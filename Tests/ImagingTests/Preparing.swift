// SPDX-License-Identifier: Apache-2.0

import Imaging
import Testing

/// The code of the error that preparing these bytes ends in; nil if it succeeds.
func refusal(
    of bytes: [UInt8],
    limits: ImagingLimits = ImagingLimits(),
    sourceLocation: SourceLocation = #_sourceLocation
) async -> ImagingError.Code? {
    do {
        _ = try await ImagePreparer(limits: limits).prepare(bytes, name: "sheet.bin")
        return nil
    } catch {
        #expect(error.message.contains("sheet.bin"), sourceLocation: sourceLocation)
        return error.code
    }
}
