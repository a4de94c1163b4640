// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Extraction
import Imaging

/// How large what comes with a job may be: more is refused before it costs anything.
struct FileLimitOptions: ParsableArguments {
    @Option(help: "Files of one job at most (VOTE_EXTRACTOR_MAX_FILES).")
    var maxFiles = Settings.maxFiles.value

    @Option(help: "Megabytes of one file at most, each of a million bytes (VOTE_EXTRACTOR_MAX_FILE_MB).")
    var maxFileMB = Settings.maxFileMB.value

    @Option(help: "Megabytes of all files of a job together at most (VOTE_EXTRACTOR_MAX_JOB_MB).")
    var maxJobMB = Settings.maxJobMB.value

    @Option(help: "Pages of one job at most (VOTE_EXTRACTOR_MAX_PAGES).")
    var maxPages = Settings.maxPages.value

    @Option(help: "Millions of pixels of one picture at most (VOTE_EXTRACTOR_MAX_MEGAPIXELS).")
    var maxMegapixels = Settings.maxMegapixels.value

    @Option(help: "Longest side of a page in pixels; larger ones are scaled down (VOTE_EXTRACTOR_MAX_LONG_SIDE).")
    var maxLongSide = Settings.maxLongSide.value

    func validate() throws {
        try Settings.maxFiles.check(maxFiles)
        try Settings.maxFileMB.check(maxFileMB)
        try Settings.maxJobMB.check(maxJobMB)
        try Settings.maxPages.check(maxPages)
        try Settings.maxMegapixels.check(maxMegapixels)
        try Settings.maxLongSide.check(maxLongSide)
        guard maxFileMB <= maxJobMB else {
            throw ValidationError(
                "--max-file-mb \(maxFileMB) is of no use with --max-job-mb \(maxJobMB): raise that, too"
            )
        }
    }

    /// What may be fetched.
    ///
    /// - Parameters:
    ///   - roots: Folders from which `file:` may read.
    ///   - allowsPlainHTTP: Whether plain `http:` may be fetched.
    func fetch(roots: [String], allowsPlainHTTP: Bool) -> FetchConfiguration {
        FetchConfiguration(
            maximumFileBytes: maxFileMB * 1_000_000,
            maximumJobBytes: maxJobMB * 1_000_000,
            maximumFiles: maxFiles,
            fileRoots: roots,
            allowsPlainHTTP: allowsPlainHTTP
        )
    }

    /// What is decoded.
    ///
    /// - Parameter decodedBytes: What pictures may take together while they are.
    func imaging(decodedBytes: Int) -> ImagingLimits {
        var limits = ImagingLimits()
        limits.maximumMegapixels = maxMegapixels
        limits.maximumLongSide = maxLongSide
        limits.maximumPages = maxPages
        limits.maximumDecodedBytes = decodedBytes
        return limits
    }
}
