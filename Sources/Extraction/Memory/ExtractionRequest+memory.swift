// SPDX-License-Identifier: Apache-2.0

extension ExtractionRequest {
    /// What a job may hold at most while its pages are made: its documents, and pages of the same size.
    func largestNeed(_ configuration: FetchConfiguration) -> Int {
        let (bytes, isHuge) = files.count.multipliedReportingOverflow(by: configuration.maximumFileBytes)
        let documents = isHuge ? configuration.maximumJobBytes : min(bytes, configuration.maximumJobBytes)
        return 2 * min(documents, .max / 4) + inlineBytes
    }

    /// What the job itself holds to its end: files that came within it.
    var inlineBytes: Int {
        files.reduce(0) { sum, file in
            guard case .inline(let base64) = file.location else { return sum }
            return sum + base64.utf8.count
        }
    }
}
