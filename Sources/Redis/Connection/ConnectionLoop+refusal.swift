// SPDX-License-Identifier: Apache-2.0

extension ConnectionLoop {
    /// Hands the replies to the caller, or sees to it that a server which can runs the request.
    ///
    /// - Parameter wasAsked: Whether the replies come from where another server sent us. It sends us no further: such a
    ///   request waits, as the cluster must come to terms with itself first.
    /// - Returns: Why the server must be left, if it must.
    func conclude(
        _ submission: Submission,
        _ replies: [RESPValue],
        from endpoint: RedisEndpoint,
        wasAsked: Bool = false
    ) throws(LinkFailure) -> LinkFailure? {
        let request = submission.request
        guard let (error, refusal) = Self.refusal(in: replies, from: endpoint) else {
            inbox.settle(request, .success(replies))
            return nil
        }
        if case .ask(let other) = refusal, !wasAsked, let answer = try ask(request, at: other) {
            return try conclude(submission, answer, from: other, wasAsked: true)
        }
        let hasRun = replies.contains { !Self.isRefusal($0, from: endpoint) }
        if isWorthRepeating(request, after: error, hasRun: hasRun) {
            var submission = submission
            submission.refusal = error
            refused.append(submission)
        } else {
            inbox.settle(request, .success(replies))
        }
        return .unfit(command: request.name, error, refusal)
    }

    private static func refusal(
        in replies: [RESPValue],
        from endpoint: RedisEndpoint
    ) -> (RedisServerError, Refusal)? {
        for case .error(let error) in replies {
            if let refusal = Refusal(error, from: endpoint) { return (error, refusal) }
        }
        return nil
    }

    private static func isRefusal(_ reply: RESPValue, from endpoint: RedisEndpoint) -> Bool {
        guard case .error(let error) = reply else { return false }
        return Refusal(error, from: endpoint) != nil
    }

    /// A refused command has not run, but others of a pipeline may have. What was blocking had its time.
    private func isWorthRepeating(_ request: PendingRequest, after error: RedisServerError, hasRun: Bool) -> Bool {
        (!hasRun || request.isIdempotent) && error.prefix != .unblocked
            && !request.isCompleted && .now < request.sendBy
    }

    /// Runs a request where its keys are on their way to; nil if that node cannot be reached.
    ///
    /// It is the one that waits longest for its replies here, so that it is treated as in flight if the link breaks.
    private func ask(_ request: PendingRequest, at endpoint: RedisEndpoint) throws(LinkFailure) -> [RESPValue]? {
        let id = inbox.clientID
        defer { inbox.clientID = id }
        guard let context = try? connect(to: endpoint) else { return nil }
        for command in request.commands {
            try context.append(RedisCommand("ASKING"))
            try context.append(command)
        }
        try flush(context, before: request.deadline)
        var replies: [RESPValue] = []
        for _ in request.commands {
            _ = try nextReply(context) { request.deadline }
            replies.append(try nextReply(context) { request.deadline })
        }
        return replies
    }
}
