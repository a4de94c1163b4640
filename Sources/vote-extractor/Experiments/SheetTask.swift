// SPDX-License-Identifier: Apache-2.0

import Crypto
import CurlHTTP
import Extraction
import Foundation
import Imaging
import JSON
import LLMExperiments
import ModelClient

/// Reads a record's sheet as the worker does.
struct SheetTask: Sendable {
    private let pipelines: [String: ExtractionPipeline]
    private let variant: ModelVariant
    private let folder: String

    /// - Parameter folder: the only folder from which files are read.
    init(
        _ variant: ModelVariant,
        profiles: ProfileCatalogue,
        router: ModelRouter,
        transport: any HTTPTransport,
        folder: String
    ) {
        self.variant = variant
        self.folder = folder
        var limits = ImagingLimits()
        limits.maximumLongSide = variant.maximumLongSide
        let imaging = ImagePreparer(limits: limits)
        var pipelines: [String: ExtractionPipeline] = [:]
        for profile in profiles.profiles {
            pipelines[profile.id] = ExtractionPipeline(
                configuration: ExtractionConfiguration(
                    model: variant.model,
                    fetch: FetchConfiguration(fileRoots: [folder]),
                    reasks: variant.reasks
                ),
                router: router,
                transport: transport,
                blobs: nil,
                imaging: imaging,
                profile: profile,
                sha256: { SHA256.hexadecimal(of: $0) }
            )
        }
        self.pipelines = pipelines
    }

    /// What the extraction makes of the sheet, as in a result envelope.
    func callAsFunction(_ input: TaskInput) async throws -> JSONValue {
        let sheet = try SheetInput(input.value, id: input.recordID)
        let profile = variant.profile ?? sheet.profile ?? ExtractionProfile.thaiSS518.id
        guard let pipeline = pipelines[profile] else {
            // Its name is the dataset's, and errors go into spans.
            throw CommandError("record \(input.recordID): there is no profile of the name that its input has")
        }
        let files = sheet.files.map { path in
            SourceFile(
                name: String(path.split(separator: "/").last ?? ""),
                location: .uri("file://\((path.hasPrefix("/") ? path : "\(folder)/\(path)").escapedForURL)")
            )
        }
        let request = ExtractionRequest(
            files: files,
            sampling: SamplingParameters(temperature: variant.temperature, thinking: variant.thinking)
        )
        return try await pipeline.run(request).json
    }
}

extension String {
    fileprivate var escapedForURL: String {
        addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? self
    }
}
