// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import HTTPTypes
import ModelClient
import Testing

@Suite("What Gemini's failures mean")
struct GeminiFailureTests {
    @Test(
        "Each status has its class, with or without a readable body",
        arguments: [
            (400, ErrorClass.badConfig), (401, .auth), (403, .auth), (404, .modelNotFound), (408, .timeout),
            (413, .inputTooLarge), (429, .rateLimited), (500, .server), (502, .server), (503, .capacity),
            (504, .server), (529, .capacity), (302, .badConfig), (418, .badConfig),
        ]
    )
    func statuses(_ status: Int, _ expected: ErrorClass) async {
        for body in ["", "<html>", "{}", #"{"error":{"code":1,"message":"m","status":"S"}}"#] {
            let error = await outcome(status: status, body).error
            #expect(error?.errorClass == expected)
            #expect(error?.httpStatus == status)
        }
    }

    @Test("An invalid key is told by its reason, although the status is 400")
    func invalidKey() async {
        let error = await outcome(
            status: 400,
            """
            {"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[
            {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}
            """
        ).error
        #expect(error?.errorClass == .auth)
    }

    @Test(
        "Invalid arguments that are the document's fault are told apart",
        arguments: [
            (
                "The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).",
                ErrorClass.contextWindow
            ),
            ("Unable to process input image. Please retry.", .inputCorrupt),
            ("The document has no pages.", .inputCorrupt),
            ("Invalid value at 'generation_config'.", .badConfig),
        ]
    )
    func invalidArguments(_ message: String, _ expected: ErrorClass) async {
        let body = #"{"error":{"code":400,"message":"\#(message)","status":"INVALID_ARGUMENT"}}"#
        #expect(await outcome(status: 400, body).error?.errorClass == expected)
    }

    private static func quota(_ id: String) -> String {
        """
        {"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED","details":[
        {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":"m","quotaId":"\(id)"}]},
        {"@type":"type.googleapis.com/google.rpc.Help","links":[]},
        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"36.5s"}]}}
        """
    }

    @Test("A quota per minute is a rate limit with the time to wait")
    func quotaPerMinute() async {
        let error = await outcome(status: 429, Self.quota("GenerateRequestsPerMinutePerProjectPerModel")).error
        #expect(error?.errorClass == .rateLimited)
        #expect(error?.retryAfter == .milliseconds(36_500))
    }

    @Test("A quota per day is exhausted")
    func quotaPerDay() async {
        let error = await outcome(status: 429, Self.quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier")).error
        #expect(error?.errorClass == .quotaExhausted)
        #expect(error?.retryAfter == nil, "the delay that comes with it is that of the quota per minute")
    }

    @Test(
        "Retry-After is seconds or a date, and always sane",
        arguments: [
            ("7", Duration.seconds(7)), ("0", .zero), ("-3", .zero), ("1e300", .seconds(604_800)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", .zero), ("Fri, 31 Dec 9999 23:59:59 GMT", .seconds(604_800)),
        ]
    )
    func retryAfter(_ header: String, _ expected: Duration) async {
        #expect(await outcome(status: 503, headers: [.retryAfter: header], "").error?.retryAfter == expected)
    }

    @Test("A Retry-After that says nothing is none", arguments: ["soon", "", "nan", "Sun, 06 Foo 1994 08:49:37 GMT"])
    func noRetryAfter(_ header: String) async {
        #expect(await outcome(status: 503, headers: [.retryAfter: header], "").error?.retryAfter == nil)
    }

    @Test("The provider's own words never reach the message: they may quote the request")
    func message() async throws {
        let error = try #require(
            await outcome(
                status: 400,
                """
                {"error":{"code":400,"message":"Invalid value: \\"secret page\\"","status":"INVALID_ARGUMENT","details":[
                {"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[
                {"field":"contents[0].parts[1]","description":"was \\"secret page\\""}]}]}}
                """
            ).error
        )
        #expect(!error.message.contains("secret"))
        #expect(error.message.contains("400 INVALID_ARGUMENT"))
        #expect(error.message.contains("contents[0].parts[1]"))
    }

    @Test(
        "Failures on the way have their class",
        arguments: [
            (HTTPTransportError.Code.timedOut, ErrorClass.timeout), (.connectionFailed, .server),
            (.connectionLost, .server), (.resolutionFailed, .server), (.responseTooLarge, .server),
            (.cancelled, .workerShutdown), (.overloaded, .workerOverloaded), (.addressRefused, .badConfig),
            (.tls, .badConfig),
        ]
    )
    func transport(_ code: HTTPTransportError.Code, _ expected: ErrorClass) async {
        let error = await Dialect.gemini.outcome(of: ScriptedTransport(.failure(code))).error
        #expect(error?.errorClass == expected)
        #expect(error?.httpStatus == nil)
    }
}
