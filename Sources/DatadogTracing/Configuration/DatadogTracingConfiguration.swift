// SPDX-License-Identifier: Apache-2.0

/// How a process traces.
public struct DatadogTracingConfiguration: Sendable {
    /// `DD_SERVICE`; the executable's name if nothing is given.
    public var service: String
    /// `DD_ENV`; a tag of every span.
    public var env: String?
    /// `DD_VERSION`; a tag of the spans of ``service``.
    public var version: String?
    /// `DD_TAGS`; tags of every span.
    public var tags: [String: String] = [:]
    /// `DD_GIT_REPOSITORY_URL`, or `git.repository_url` in `DD_TAGS`: where the source code is, without credentials.
    public var sourceRepositoryURL: String?
    /// `DD_GIT_COMMIT_SHA`, or `git.commit.sha` in `DD_TAGS`: what of the source code runs.
    public var sourceCommit: String?
    /// `DD_EXPERIMENTAL_PROPAGATE_PROCESS_TAGS_ENABLED`; whether traces tell the program's name and folders.
    public var sendsProcessTags = true
    /// The tag `_dd.hostname` of the first span here: `DD_HOSTNAME` or the system's, with `DD_TRACE_REPORT_HOSTNAME`.
    public var hostName: String?
    /// Whether ``service`` was chosen by somebody rather than taken from the executable.
    var isServiceGiven = true
    /// `DD_TRACE_ENABLED`; switched off, nothing is recorded; a remote parent's headers are passed on as they came.
    public var isEnabled = true
    /// `DD_APM_TRACING_ENABLED`; if not, spans are recorded and thrown away when they end: for LLM Observability alone.
    public var sendsTraces = true
    /// Where traces go.
    public var destination = TraceDestination.agent(.standard)
    /// `DD_TRACE_API_VERSION`; the form in which traces go to the agent.
    public var apiVersion = TraceAPIVersion.v04
    /// `DD_TRACE_NATIVE_SPAN_EVENTS`; a span's events go in a field of their own to agents that read it.
    public var usesNativeSpanEvents = false
    /// `DD_EXTERNAL_ENV`; what an admission controller says about the container, passed on to the agent as it is.
    public var externalEnvironment: String?
    /// `DD_TRACE_128_BIT_TRACEID_GENERATION_ENABLED`.
    public var uses128BitTraceIDs = true
    /// `DD_TRACE_PROPAGATION_STYLE_EXTRACT`, in order of precedence.
    public var extractStyles = PropagationStyle.standard
    /// `DD_TRACE_PROPAGATION_STYLE_INJECT`.
    public var injectStyles = PropagationStyle.standard
    /// `DD_TRACE_PROPAGATION_EXTRACT_FIRST`: only the first of ``extractStyles`` is tried, beside baggage.
    public var extractsFirstStyleOnly = false
    /// `DD_TRACE_PROPAGATION_BEHAVIOR_EXTRACT`.
    public var extractionBehavior = ExtractionBehavior.continue
    /// `DD_TRACE_X_DATADOG_TAGS_MAX_LENGTH`: bytes of `x-datadog-tags`, 512 by default; zero leaves the header out.
    public var maximumTagsHeaderLength = 512
    /// `DD_TRACE_BAGGAGE_TAG_KEYS`: received baggage that becomes tags `baggage.<key>` of the first span here; `*` is all.
    public var baggageTagKeys = ["user.id", "account.id", "session.id"]
    /// `DD_TRACE_SAMPLING_RULES`, then `DD_TRACE_SAMPLE_RATE` as a rule for all; what none matches is left to the agent.
    public var samplingRules: [TraceSamplingRule] = []
    /// `DD_TRACE_RATE_LIMIT`: traces kept by ``samplingRules`` per second at most; nil for any number.
    public var maximumSampledTracesPerSecond: Double? = 100
    /// `DD_SPAN_SAMPLING_RULES`: spans of rejected traces that are kept nevertheless.
    public var spanSamplingRules: [SpanSamplingRule] = []
    /// `DD_TRACE_STATS_COMPUTATION_ENABLED`: the tracer counts spans in place of the agent, and leaves out rejected traces,
    /// if the agent offers that.
    public var computesClientStats = false
    /// Bounds of what is kept in memory, and times.
    public var limits = TracingLimits()
    /// `DD_LOGS_INJECTION`; log lines carry the ids of the active span, and service, env and version.
    public var injectsLogs = true
    /// Where metrics go, and which the library sends of itself.
    public var metrics = DogStatsDConfiguration()
    /// What was wrong in the environment it was read from, and had no effect: each names a variable, the problem and the
    /// mend. Who makes a tracer with a logger has them told there.
    public internal(set) var mistakes: [DatadogTracingError] = []

    /// A configuration with all else at its defaults.
    public init(service: String, env: String? = nil, version: String? = nil, tags: [String: String] = [:]) {
        self.service = service
        self.env = env
        self.version = version
        self.tags = tags
    }
}
