// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CurlHTTP
import Foundation
import LLMExperiments
import LLMObservability
import ModelClient

/// Runs the same sheets with one model after the other.
struct ExperimentRunner {
    let sheets: SheetDataset
    let evaluators: [Evaluator]
    /// A model that judges, too.
    let judge: String?
    let models: ModelOptions
    let profiles: ProfileCatalogue
    let sample: Int?
    let seed: UInt64
    let jobs: Int
    let maximumErrorShare: Double
    /// Whether records that only the platform has are taken out there.
    let prunesMirror: Bool
    /// Whether what earlier runs have left is not gone on with.
    let beginsAnew: Bool

    func run(
        _ variants: [ModelVariant],
        on platform: ExperimentPlatform?,
        statePath: (ModelVariant) -> String
    ) async throws -> [ExperimentFile.Entry] {
        let transport = CurlTransport(logger: .silent)
        let result: Result<[ExperimentFile.Entry], any Error>
        do {
            let router = try router(transport, for: variants)
            var dataset = sheets.dataset
            if let platform { try await synchronize(&dataset, with: platform) }
            // All of them at once, and not before all else stands: what is there was paid for.
            if beginsAnew { try StateFiles.setAside(variants.map(statePath)) }
            let version = "\(sheets.fingerprint) \(profiles.fingerprint)"
            var entries: [ExperimentFile.Entry] = []
            for variant in variants {
                let path = statePath(variant)
                let run = try await run(variant, dataset, router, transport, platform, path, version: version)
                entries.append(ExperimentFile.Entry(name: variant.name, run: run))
            }
            result = .success(entries)
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        return try result.get()
    }

    /// Knows all models, before anything is paid for or told to anyone.
    private func router(_ transport: CurlTransport, for variants: [ModelVariant]) throws -> ModelRouter {
        let router = ModelRouter(
            routes: try ModelProviders(options: models, transport: transport).routes(),
            prices: try models.modelPrices()
        )
        for model in variants.map(\.model) + (judge.map { [$0] } ?? []) {
            do throws(ModelError) {
                _ = try router.provider(for: model)
            } catch {
                throw ValidationError("\(error.message); \(ModelProviders.hint)")
            }
        }
        return router
    }

    private func synchronize(_ dataset: inout Dataset, with platform: ExperimentPlatform) async throws {
        let others = try await platform.synchronize(&dataset, removesOthers: prunesMirror)
        guard others > 0 else { return }
        Terminal.complain(
            "\(others) records of Datadog's dataset \(dataset.name) are not in this one and stay there; --mirror-prune takes "
                + "them out of its newest version"
        )
    }

    private func run(
        _ variant: ModelVariant,
        _ dataset: Dataset,
        _ router: ModelRouter,
        _ transport: CurlTransport,
        _ platform: ExperimentPlatform?,
        _ statePath: String,
        version: String
    ) async throws -> ExperimentRun {
        let task = SheetTask(
            variant,
            profiles: profiles,
            router: router,
            transport: transport,
            folder: sheets.folder
        )
        var experiment = try Experiment(
            name: "vote-extraction-\(variant.model)",
            description: "Reading tally sheets whose numbers are known",
            dataset: dataset,
            configuration: variant.configuration,
            evaluators: evaluators + judges(router),
            summaryEvaluators: [],
            taskName: "read_sheet"
        ) { try await task($0) }
        experiment.version = version
        var options = RunOptions()
        options.selection = .random(seed: seed)
        options.maximumErrorShare = maximumErrorShare
        options.statePath = statePath
        options.platform = platform
        options.logger = .warnings
        let bar = ExperimentProgress(title: variant.name)
        options.onProgress = { bar.show($0) }
        defer { bar.finish() }
        let run = try await experiment.run(sampleSize: sample, jobs: jobs, options: options)
        tellLosses(of: run)
        tellFailedJudgements(of: run)
        return run
    }

    /// What goes on with what is there now.
    var sameCommand: String { beginsAnew ? "the same command without --restart" : "the same command" }

    /// What the averages lack.
    private func tellFailedJudgements(of run: ExperimentRun) {
        for name in evaluators.map(\.name) + [SheetEvaluators.judgeName] {
            let count = run.results.count { $0.evaluations[name]?.error != nil }
            guard count > 0 else { continue }
            Terminal.complain(
                "\(name) could not judge \(count) sheets, which its figures lack: \(sameCommand) asks again"
            )
        }
    }

    /// What Datadog lacks, and what to do about it.
    private func tellLosses(of run: ExperimentRun) {
        if run.mirrorFailures > 0 {
            Terminal.complain("\(run.mirrorFailures) requests were not taken by Datadog: \(sameCommand) tries again")
        }
        guard run.lostSpans > 0 else { return }
        let tooLarge = LLMObs.client?.statistics.snapshot.spans.dropped[.tooLarge] ?? 0
        let advice =
            tooLarge == 0
            ? "\(sameCommand) tells of them again"
            : "\(tooLarge) spans are larger than Datadog takes, or than DD_LLMOBS_EVENT_SIZE_BYTES says; telling again "
                + "helps only with another DD_LLMOBS_EVENT_SIZE_BYTES, from which on input and output are left out"
        Terminal.complain("\(run.lostSpans) sheets are not at Datadog: \(advice)")
    }

    private func judges(_ router: ModelRouter) -> [Evaluator] {
        guard let judge else { return [] }
        return [
            SheetEvaluators.judge(model: judge) { prompt in
                try await router.generate(ModelRequest(model: judge, parts: [.text(prompt)])).text
            }
        ]
    }
}

/// The bar of one run.
private struct ExperimentProgress: Sendable {
    let title: String

    func show(_ progress: RunProgress) {
        let failed = progress.failed > 0 ? ", \(progress.failed) failed" : ""
        ProgressBar(total: progress.total, title: "\(title)\(failed)").show(progress.done)
    }

    func finish() { ProgressBar(total: 0, title: title).finish() }
}
