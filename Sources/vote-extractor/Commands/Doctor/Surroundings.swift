// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import DatadogTracing
import Foundation
import LLMObservability
import ModelClient

/// What a worker with the same settings would meet beside its queue.
struct Surroundings {
    let modelOptions: ModelOptions
    let models: [String]
    let transport: CurlTransport

    func findings() async throws -> [Finding] {
        settings + SettingsCheck().findings + [await agent()] + (try await modelFindings())
    }

    private var settings: [Finding] {
        let sources = SettingSources.current
        let problems = sources.problems + sources.strangers + Settings.all.compactMap(sources.complaint)
        guard problems.isEmpty else { return problems.map { Finding("settings", .bad, $0) } }
        let mistakes =
            DatadogTracingConfiguration(environment: sources.environment).mistakes.map(\.message)
            + LLMObsConfiguration(environment: sources.environment).mistakes.map(\.message)
        guard mistakes.isEmpty else { return mistakes.map { Finding("settings", .doubtful, $0) } }
        let count = Settings.all.count { sources.found($0) != nil }
        return [Finding("settings", .good, "\(count) differ from the defaults; `vote-extractor config` shows them")]
    }

    private func agent() async -> Finding {
        let configuration = DatadogTracingConfiguration(environment: SettingSources.current.environment)
        guard configuration.isEnabled, configuration.sendsTraces else {
            return Finding("Datadog agent", .good, "tracing is switched off")
        }
        guard case .agent(let address) = configuration.destination else {
            return Finding("Datadog agent", .good, "traces go to a file")
        }
        let client = AgentClient(address: address, transport: transport, requestTimeout: .seconds(3))
        guard let info = await client.refreshInfo() else {
            return Finding(
                "Datadog agent",
                .doubtful,
                "nobody answers at \(address), so traces and metrics are lost: start an agent there, set "
                    + "DD_TRACE_AGENT_URL, or say that there is none with DD_TRACE_ENABLED=false"
            )
        }
        return Finding("Datadog agent", .good, "version \(info.version ?? "unknown") at \(address)")
    }

    private func modelFindings() async throws -> [Finding] {
        let router = ModelRouter(routes: try ModelProviders(options: modelOptions, transport: transport).routes())
        var findings: [Finding] = []
        var lists: [String: Result<[AvailableModel], ModelError>] = [:]
        for model in models {
            guard let provider = try? router.provider(for: model) else {
                findings.append(Finding("model \(model)", .doubtful, "nobody answers for it: \(ModelProviders.hint)"))
                continue
            }
            let list: Result<[AvailableModel], ModelError>
            if let known = lists[provider.name] { list = known } else { list = await Self.list(provider) }
            lists[provider.name] = list
            findings.append(Self.finding(of: model, at: provider.name, list))
        }
        return findings
    }

    private static func list(_ provider: any ModelProvider) async -> Result<[AvailableModel], ModelError> {
        do throws(ModelError) { return .success(try await provider.models()) } catch { return .failure(error) }
    }

    private static func finding(
        of model: String,
        at provider: String,
        _ list: Result<[AvailableModel], ModelError>
    ) -> Finding {
        let subject = "model \(model)"
        switch list {
        case .failure(let error):
            let state: Finding.State = error.errorClass == .auth ? .bad : .doubtful
            return Finding(subject, state, "\(provider): \(error.message)")
        case .success(let models):
            guard let listed = models.first(where: { model == $0.name || model.hasSuffix(":\($0.name)") }) else {
                let advice = "\(provider) does not list it; `vote-extractor models` shows what it has"
                return Finding(subject, .doubtful, advice)
            }
            let lacks = listed.missing.filter { $0 != .thinking }.map(\.lack).sorted()
            guard lacks.isEmpty else {
                // Pages may come as pictures.
                let state: Finding.State =
                    listed.missing.subtracting([.thinking, .documents]).isEmpty ? .doubtful : .bad
                return Finding(subject, state, "\(provider): \(lacks.joined(separator: ". "))")
            }
            let answer = ModelProviders.isKeyed(provider) ? "takes the key" : "answers without a key"
            return Finding(subject, .good, "\(provider) \(answer) and lists it")
        }
    }
}
