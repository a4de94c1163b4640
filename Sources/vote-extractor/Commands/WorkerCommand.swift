// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
import DatadogTracing
import LLMObservability
public import Logging

/// `vote-extractor worker`
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Takes jobs from the queue until it is told to stop.",
        discussion: """
            SIGTERM or Ctrl-C stops it kindly: no new jobs, running ones may end, the rest goes back to the queue. A \
            second one gives the running jobs back at once. SIGUSR1 or SIGTSTP: no new jobs, but the \
            worker stays.

            Traces go to the Datadog agent, see DD_TRACE_AGENT_URL; DD_TRACE_AGENT_URL=file:///path writes them to a \
            file. DD_LLMOBS_ENABLED=1 sends LLM Observability beside them, without texts of documents unless \
            DD_LLMOBS_CAPTURE_CONTENT=1.

            Examples:
              GEMINI_API_KEY=… vote-extractor worker --redis redis://localhost:6379
              GEMINI_API_KEY=… ANTHROPIC_API_KEY=… vote-extractor worker --fallback-model anthropic:claude-haiku-4-5
              OPENAI_BASE_URL=http://127.0.0.1:8000/v1 vote-extractor worker --model openai:Qwen/Qwen2.5-VL-7B-Instruct
              vote-extractor worker --model local-model --local-model-url http://127.0.0.1:8089
            """
    )

    @OptionGroup var queue: QueueOptions
    @OptionGroup var worker: WorkerOptions
    @OptionGroup(title: "Several queues") var shared: SharedQueueOptions
    @OptionGroup(title: "What the queue keeps") var keeping: QueueLimitOptions
    @OptionGroup var models: ModelOptions
    @OptionGroup var calls: ModelCallOptions
    @OptionGroup var redaction: RedactionOptions

    @Option(help: "trace, debug, info, notice, warning, error or critical (LOG_LEVEL).")
    var logLevel: Logger.Level = Settings.logLevel.value

    func validate() throws {
        guard try !worker.keepBadAnswers || queue.seal() == nil else {
            throw ValidationError("--keep-bad-answers would leave texts of sheets plain beside what sealing keys hide")
        }
    }

    func run() async throws {
        let tracing = DatadogTracingConfiguration(environment: Environment.all)
        let llmobs = try redaction.applied(to: LLMObsConfiguration(environment: Environment.all))
        let logger = Logs.start(level: logLevel, tracing: tracing)
        try await Composition(
            queueOptions: queue,
            limits: keeping.limits,
            options: worker,
            shared: shared,
            models: models,
            calls: calls,
            tracing: tracing,
            llmobs: llmobs,
            logger: logger
        ).run()
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
