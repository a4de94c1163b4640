// SPDX-License-Identifier: Apache-2.0

public import JSON

extension LLMObsSpan where Kind: ValueInputKind {
    /// Says what went in; what is no string is sent as JSON text. The last call wins.
    public func annotate(input: @autoclosure () -> JSONValue) {
        record?.setInput { .value(input()) }
    }

    /// Says what went in. The last call wins.
    public func annotate(input: @autoclosure () -> String) {
        record?.setInput { .value(.string(input())) }
    }
}

extension LLMObsSpan where Kind: ValueOutputKind {
    /// Says what came out; what is no string is sent as JSON text. The last call wins.
    public func annotate(output: @autoclosure () -> JSONValue) {
        record?.setOutput { .value(output()) }
    }

    /// Says what came out. The last call wins.
    public func annotate(output: @autoclosure () -> String) {
        record?.setOutput { .value(.string(output())) }
    }
}

extension LLMObsSpan where Kind: MessageKind {
    /// Says what was asked. The last call wins.
    public func annotate(input: @autoclosure () -> [LLMObs.Message]) {
        record?.setInput { .messages(input()) }
    }

    /// Says what was asked, in one message without a role. The last call wins.
    public func annotate(input: @autoclosure () -> String) {
        record?.setInput { .messages([LLMObs.Message(input())]) }
    }

    /// Says what was answered. The last call wins.
    public func annotate(output: @autoclosure () -> [LLMObs.Message]) {
        record?.setOutput { .messages(output()) }
    }

    /// Says what was answered, in one message without a role. The last call wins.
    public func annotate(output: @autoclosure () -> String) {
        record?.setOutput { .messages([LLMObs.Message(output())]) }
    }

    /// Says what prompt the input was made from; what a later call leaves out stays as it was.
    public func annotate(prompt: @autoclosure () -> LLMObs.Prompt) {
        record?.setPrompt(prompt)
    }

    /// Says which tools the model could call. The last call wins.
    public func annotate(toolDefinitions: @autoclosure () -> [LLMObs.ToolDefinition]) {
        record?.setToolDefinitions(toolDefinitions)
    }
}

extension LLMObsSpan where Kind: DocumentInputKind {
    /// Says what went in. The last call wins.
    public func annotate(input: @autoclosure () -> [LLMObs.Document]) {
        record?.setInput { .documents(input()) }
    }

    /// Says what went in, one document. The last call wins.
    public func annotate(input: @autoclosure () -> String) {
        record?.setInput { .documents([LLMObs.Document(input())]) }
    }
}

extension LLMObsSpan where Kind: DocumentOutputKind {
    /// Says what was found. The last call wins.
    public func annotate(output: @autoclosure () -> [LLMObs.Document]) {
        record?.setOutput { .documents(output()) }
    }
}

extension LLMObsSpan where Kind: ModelKind {
    /// Adds the tokens counted; see ``LLMObs/TokenUsage``.
    public func annotate(usage: @autoclosure () -> LLMObs.TokenUsage) {
        record?.addMetrics { usage().metrics }
    }

    /// Adds what the call cost, in place of Datadog's own estimate; see ``LLMObs/Cost``.
    public func annotate(cost: @autoclosure () -> LLMObs.Cost) {
        record?.addMetrics { cost().metrics }
    }

    /// Adds names of tags by which costs are to be told apart; those that the span does not have by now are left out.
    public func annotate(costTags: @autoclosure () -> [String]) {
        record?.addCostTags(costTags)
    }
}

extension LLMObsSpan<LLMObs.AgentKind> {
    /// Describes the agent: what it is told and what it can do. The last call wins.
    public func annotate(agent: @autoclosure () -> LLMObs.AgentManifest) {
        record?.setAgent(agent)
    }
}
