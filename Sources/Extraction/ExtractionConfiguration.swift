// SPDX-License-Identifier: Apache-2.0

public import ModelClient

/// The pipeline's settings; a job may override the models.
public struct ExtractionConfiguration: Sendable, Hashable {
    /// The model that is asked first.
    public var model: String
    /// The models that are asked next, in order.
    public var fallbackModels: [String]
    /// What may be fetched.
    public var fetch: FetchConfiguration
    /// Pages of one job, at most. Default 20.
    public var maximumPages: Int
    /// The most time one call to a model may take. Default 120 s.
    public var modelTimeout: Duration
    /// How long an answer may pause while it is taken as it is written; nil, the default, asks for it in one piece.
    public var streaming: StreamingTimeouts?
    /// How late the answer to the last call that is possible must be for a second one to be made, of the next model or,
    /// where there is none, of the same; nil, the default, for never. See ``ExtractionRequest/allowsHedge``.
    public var hedgeAfter: Duration?
    /// How much models may think; nil, the default, leaves that to them.
    public var thinking: ThinkingEffort?
    /// How often one model is asked again after an error.
    public var retry: RetryConfiguration
    /// How often a model is shown what was wrong with its answer, over the whole run. Default 1.
    public var reasks: Int
    /// When a second model, the next of the chain, is asked about the same pages. Default: when checks have failed.
    public var secondOpinion: SecondOpinionPolicy

    /// Makes a configuration.
    public init(
        model: String,
        fallbackModels: [String] = [],
        fetch: FetchConfiguration = FetchConfiguration(),
        maximumPages: Int = 20,
        modelTimeout: Duration = .seconds(120),
        streaming: StreamingTimeouts? = nil,
        hedgeAfter: Duration? = nil,
        thinking: ThinkingEffort? = nil,
        retry: RetryConfiguration = RetryConfiguration(),
        reasks: Int = 1,
        secondOpinion: SecondOpinionPolicy = .whenChecksFail
    ) {
        self.model = model
        self.fallbackModels = fallbackModels
        self.fetch = fetch
        self.maximumPages = maximumPages
        self.modelTimeout = modelTimeout
        self.streaming = streaming
        self.hedgeAfter = hedgeAfter
        self.thinking = thinking
        self.retry = retry
        self.reasks = reasks
        self.secondOpinion = secondOpinion
    }
}
