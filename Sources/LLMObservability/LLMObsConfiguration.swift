// SPDX-License-Identifier: Apache-2.0

/// What LLM Observability sends, and where to.
public struct LLMObsConfiguration: Sendable {
    /// `DD_LLMOBS_ENABLED`, nil if nobody said: with false ``LLMObs/enable(_:)`` does nothing, as in Datadog's other
    /// libraries.
    ///
    /// A program in which it is off by default asks for true before it makes a client.
    public var isEnabled: Bool?
    /// `DD_LLMOBS_ML_APP`: the application that spans belong to unless they say otherwise; the tracer's service if nil.
    public var mlApp: String?
    /// `DD_LLMOBS_CAPTURE_CONTENT`: whether texts of inputs, outputs, prompts and documents are sent.
    ///
    /// Off, their sizes are sent in their place, and hashes by which equal texts of one process are known. Sent in any
    /// case are names of tools and prompts, definitions of tools, metadata, metrics, tags, messages of errors, and what
    /// evaluations and feedback say: values, reasons and metadata.
    public var capturesContent = false
    /// `DD_LLMOBS_AGENTLESS_ENABLED` and `DD_LLMOBS_APM_SPANS`.
    public var exportMode = LLMObsExportMode.automatic
    /// `DD_API_KEY`; needed to send without an agent.
    public var apiKey: String?
    /// `DD_SITE`.
    public var site = "datadoghq.com"
    /// `DD_LLMOBS_OVERRIDE_ORIGIN`: `http://` or `https://` and host, in place of the site's own hosts and of the agent's.
    public var overrideOrigin: String?
    /// `DD_LLMOBS_SAMPLE_RATE`, from 0 to 1: the share of traces marked as sampled where no rule matches.
    ///
    /// Spans of other traces are sent, too, and marked; the mark travels to other processes.
    public var sampleRate = 1.0
    /// `DD_LLMOBS_SAMPLING_RULES`; the first that matches counts.
    public var samplingRules: [LLMObsSamplingRule] = []
    /// Sees each span before it is sent; may change what ``LLMObs/ProcessedSpan`` holds or, with nil, drop the event.
    ///
    /// Runs on the task that ends the span; has to be quick. With ``capturesContent`` off it sees sizes and hashes.
    public var processor: (@Sendable (LLMObs.ProcessedSpan) -> LLMObs.ProcessedSpan?)?
    /// Bounds of what is kept in memory, and times.
    public var limits = LLMObsLimits()
    /// What was wrong in the environment it was read from, and had no effect: each names a variable, the problem and the
    /// mend. ``LLMObsClient`` tells its logger.
    public internal(set) var mistakes: [LLMObsError] = []

    /// A configuration with all else at its defaults.
    public init(mlApp: String? = nil, capturesContent: Bool = false) {
        self.mlApp = mlApp
        self.capturesContent = capturesContent
    }
}
