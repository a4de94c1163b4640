// SPDX-License-Identifier: Apache-2.0

import ModelClient
import Tracing

/// Gets all files of a job side by side; one that fails does not stop the others.
struct FetchStage: Sendable {
    let fetcher: FileFetcher

    func run(_ files: [SourceFile]) async throws(ExtractionError) -> [FetchedFile] {
        try await withClassifiedSpan("vote_extraction.upload") { span throws(ExtractionError) in
            span.attributes["upload.count"] = files.count
            guard files.count <= fetcher.configuration.maximumFiles else {
                throw ExtractionError(
                    .inputTooLarge,
                    "the job has \(files.count) files; at most \(fetcher.configuration.maximumFiles) are allowed",
                    stage: .fetch
                )
            }
            return try await fetchAll(files)
        }
    }

    private func fetchAll(_ files: [SourceFile]) async throws(ExtractionError) -> [FetchedFile] {
        try await withClassifiedSpan("processing.parallel") { span throws(ExtractionError) in
            let results = await outcomes(of: files)
            let failures = results.compactMap { result in
                if case .failure(let error) = result { error } else { nil }
            }
            span.attributes["parallel.task_count"] = files.count
            span.attributes["parallel.successes"] = files.count - failures.count
            span.attributes["parallel.failures"] = failures.count
            span.attributes["parallel.all_succeeded"] = failures.isEmpty
            // A failure that stays decides over one that may pass: the job cannot succeed while it is there.
            if let failure = failures.first(where: { !$0.isRetriable }) ?? failures.first {
                throw failure
            }
            return results.compactMap { try? $0.get() }
        }
    }

    private func outcomes(of files: [SourceFile]) async -> [Result<FetchedFile, ExtractionError>] {
        let limit = FileLimit(maximum: fetcher.configuration.maximumJobBytes)
        return await withTaskGroup(of: (Int, Result<FetchedFile, ExtractionError>).self) { group in
            for (index, file) in files.enumerated() {
                group.addTask { (index, await outcome(of: file, at: index, within: limit)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func outcome(
        of file: SourceFile,
        at index: Int,
        within limit: FileLimit
    ) async -> Result<FetchedFile, ExtractionError> {
        do throws(ExtractionError) {
            return .success(try await fetch(file, at: index, within: limit))
        } catch {
            return .failure(error)
        }
    }

    private func fetch(
        _ file: SourceFile,
        at index: Int,
        within limit: FileLimit
    ) async throws(ExtractionError) -> FetchedFile {
        try await withClassifiedSpan("processing.file_\(index)") { span throws(ExtractionError) in
            span.attributes["file.index"] = String(index)
            span.attributes["file.name"] = file.name
            span.attributes["processing.success"] = false
            do throws(ExtractionError) {
                let fetched = try await fetcher.fetch(file, within: limit)
                span.attributes["file.size_bytes"] = fetched.bytes.count
                span.attributes["processing.success"] = true
                return fetched
            } catch {
                throw error.located("files[\(index)]")
            }
        }
    }
}
