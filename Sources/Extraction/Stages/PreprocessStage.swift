// SPDX-License-Identifier: Apache-2.0

import Imaging
import JSON
import LLMObservability
import ModelClient
import Tracing

/// Turns files into pages that a model takes: upright, small enough, without metadata.
struct PreprocessStage: Sendable {
    let preparer: ImagePreparer
    let maximumPages: Int

    func run(_ files: [FetchedFile]) async throws(ExtractionError) -> [Page] {
        try await LLMObs.task("preprocess_images") { task in
            let span = task.apmSpan
            return await span.classifying { () throws(ExtractionError) in
                span.attributes["task.name"] = "preprocess_images"
                span.attributes["task.success"] = false
                task.annotate(input: ["files": .array(files.map { .string($0.name) })])
                let pages = try await prepare(files)
                span.attributes["task.success"] = true
                task.annotate(output: ["pages": .integer(Int64(pages.reduce(0) { $0 + $1.count }))])
                return pages
            }
        }.get()
    }

    private func prepare(_ files: [FetchedFile]) async throws(ExtractionError) -> [Page] {
        try await withClassifiedSpan("preprocessing") { span throws(ExtractionError) in
            span.describe(files)
            var pages: [Page] = []
            for (index, file) in files.enumerated() {
                pages += try await resize(file, at: index)
                try check(pages.reduce(0) { $0 + $1.count })
            }
            span.attributes["task.output_count"] = pages.count
            span.attributes["task.success"] = true
            return pages
        }
    }

    private func resize(_ file: FetchedFile, at index: Int) async throws(ExtractionError) -> [Page] {
        try await withClassifiedSpan("preprocessing.resize") { span throws(ExtractionError) in
            span.attributes["file.index"] = String(index)
            span.attributes["file.name"] = file.name
            span.attributes["input.size_bytes"] = file.bytes.count
            do throws(ImagingError) {
                let prepared = try await preparer.prepare(file.bytes, name: file.name)
                span.attributes["output.page_count"] = prepared.reduce(0) { $0 + $1.pageCount }
                span.attributes["output.size_bytes"] = prepared.reduce(0) { $0 + $1.bytes.count }
                return prepared.map { Page(filename: file.name, prepared: $0) }
            } catch {
                throw ExtractionError(error).located("files[\(index)]")
            }
        }
    }

    private func check(_ count: Int) throws(ExtractionError) {
        guard count <= maximumPages else {
            throw ExtractionError(
                .inputTooLarge,
                "the files have more than \(maximumPages) pages; send fewer at once",
                stage: .preprocess
            )
        }
    }
}

extension Span {
    fileprivate func describe(_ files: [FetchedFile]) {
        let bytes = files.reduce(0) { $0 + $1.bytes.count }
        let formats = Set(files.map { MediaType.sniff($0.bytes)?.rawValue ?? "unknown" })
        attributes["task.name"] = "preprocess_images"
        attributes["task.success"] = false
        attributes["task.input_count"] = files.count
        attributes["task.output_count"] = 0
        attributes["task.total_size_mb"] = Double(bytes) / 1_000_000
        attributes["preprocessing.file_count"] = files.count
        attributes["preprocessing.total_size_mb"] = Double(bytes) / 1_000_000
        attributes["input.file_count"] = files.count
        attributes["input.total_size_bytes"] = bytes
        attributes["input.format"] = formats.sorted().joined(separator: ",")
    }
}

extension ExtractionError {
    init(_ error: ImagingError) {
        let errorClass: ErrorClass =
            switch error.code {
            case .unsupported: .inputUnsupported
            case .tooLarge, .tooManyPages: .inputTooLarge
            // A busy machine makes it late as well as a bad file.
            case .timedOut: .inputTransient
            case .childFailed: .internal
            case .cancelled: .workerShutdown
            default: .inputCorrupt
            }
        self.init(errorClass, error.message, stage: .preprocess, underlying: error)
    }
}
