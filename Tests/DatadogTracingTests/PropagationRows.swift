// SPDX-License-Identifier: Apache-2.0

@testable import DatadogTracing

/// Headers and contexts, one for each thing that a propagation style has to decide.
enum PropagationRows {
    private static let datadog = [
        "x-datadog-trace-id": "1234567890", "x-datadog-parent-id": "987654321", "x-datadog-sampling-priority": "2",
        "x-datadog-origin": "synthetics", "x-datadog-tags": "_dd.p.dm=-4,_dd.p.tid=640cfd8d00000000,foreign=1",
    ]
    private static let parent = "00-640cfd8d00000000abcdefab12345678-00000000075bcd15-01"
    private static let unsampled = "00-640cfd8d00000000abcdefab12345678-00000000075bcd15-00"

    /// Datadog headers of one trace and what else they hold.
    private static func five(_ more: [String: String]) -> [String: String] {
        ["x-datadog-trace-id": "5", "x-datadog-parent-id": "6"].merging(more) { $1 }
    }

    /// Datadog headers of the trace of ``parent``.
    private static func same(span: UInt64, _ state: String) -> [String: String] {
        [
            "x-datadog-trace-id": String(0xabcd_efab_1234_5678 as UInt64), "x-datadog-parent-id": String(span),
            "x-datadog-sampling-priority": "1", "x-datadog-tags": "_dd.p.tid=640cfd8d00000000",
            "traceparent": parent, "tracestate": state,
        ]
    }

    static let extract: [[String: String]] = datadogRows + traceContextRows + mixedRows + b3Rows + baggageRows

    private static let datadogRows: [[String: String]] = [
        datadog,
        Dictionary(uniqueKeysWithValues: datadog.map { ($0.key.uppercased(), $0.value) }),
        five([:]),
        ["x-datadog-trace-id": "5"],
        five(["x-datadog-trace-id": "0"]),
        five(["x-datadog-trace-id": "abc"]),
        five(["x-datadog-parent-id": "x"]),
        five(["x-datadog-trace-id": "18446744073709551616"]),
        five(["x-datadog-sampling-priority": "x"]),
        five(["x-datadog-tags": "_dd.p.tid=XYZ"]),
        five(["x-datadog-tags": "_dd.p.tid=0000000000000000"]),
        five(["x-datadog-tags": "_dd.p.dm=4"]),
        five(["x-datadog-tags": "novalue"]),
        five(["x-datadog-tags": "_dd.p.a=" + String(repeating: "x", count: 600)]),
    ]

    private static let traceContextRows: [[String: String]] = [
        [
            "traceparent": parent,
            "tracestate": "congo=t61rcWk,dd=s:2;o:rum;p:0123456789abcdef;t.dm:-4;t.usr.id:baz64~~;x:y,rojo=00f067",
        ],
        ["traceparent": parent],
        ["traceparent": unsampled],
        ["traceparent": parent, "tracestate": "dd=s:-1"],
        ["traceparent": unsampled, "tracestate": "dd=s:2"],
        ["traceparent": unsampled, "tracestate": "dd=s:-1"],
        ["traceparent": unsampled, "tracestate": "dd=o:rum"],
        ["traceparent": String(parent.dropLast(2)) + "03"],
        ["traceparent": "ff" + parent.dropFirst(2)],
        ["traceparent": "01" + parent.dropFirst(2) + "-more"],
        ["traceparent": parent + "-more"],
        ["traceparent": parent.uppercased()],
        ["traceparent": "00-00000000000000000000000000000000-00000000075bcd15-01"],
        ["traceparent": "00-640cfd8d00000000abcdefab12345678-0000000000000000-01"],
        ["traceparent": parent, "tracestate": "dd=s,foreign=1"],
        ["traceparent": parent, "tracestate": "one=1 \t , \t dd=s:1 , two=2"],
    ]

    private static let mixedRows: [[String: String]] = [
        same(span: 0x075b_cd15, "dd=s:1;p:00000000075bcd15,one=1"),
        same(span: 10, "dd=s:1;p:000000000000000a,one=1"),
        same(span: 10, "one=1"),
        [
            "x-datadog-trace-id": "55", "x-datadog-parent-id": "66", "x-datadog-sampling-priority": "1",
            "traceparent": parent, "tracestate": "dd=s:2,one=1",
        ],
    ]

    private static let b3Rows: [[String: String]] = [
        ["b3": "640cfd8d00000000abcdefab12345678-00000000075bcd15-1"],
        ["b3": "abcdefab12345678-00000000075bcd15-d"],
        ["b3": "0"],
        ["b3": "abcdefab12345678-00000000075bcd15"],
        ["b3": "abcdefab12345678-00000000075bcd15-1-05e3ac9a4f6e3b90"],
        [
            "x-b3-traceid": "640cfd8d00000000abcdefab12345678", "x-b3-spanid": "00000000075bcd15",
            "x-b3-sampled": "1",
        ],
        ["x-b3-traceid": "abcdefab12345678", "x-b3-spanid": "00000000075bcd15", "x-b3-flags": "1"],
        ["x-b3-sampled": "0"],
    ]

    private static let baggageRows: [[String: String]] = [
        ["baggage": "user.id=u-7,session.id=s%201,k=v;property=1, spaced = x "],
        ["baggage": "novalue,k=v"],
        ["baggage": "a=,k=v"],
        datadog.merging(["baggage": "user.id=u-7"]) { $1 },
        datadog.merging(["ot-baggage-k": "v"]) { $1 },
        [:],
    ]

    // MARK: contexts to be injected

    typealias Injection = (context: DatadogSpanContext, baggage: Baggage)

    private static let long = TraceID(high: 0x640c_fd8d_0000_0000, low: 0xabcd_efab_1234_5678)

    private static func context(
        _ traceID: TraceID = long,
        span: UInt64 = 1,
        _ change: (inout DatadogSpanContext) -> Void = { $0.samplingPriority = 1 }
    ) -> Injection {
        var context = DatadogSpanContext(traceID: traceID, spanID: span)
        context.isRemote = false
        change(&context)
        return (context, Baggage())
    }

    private static func baggage(
        _ items: [(String, String)],
        of context: DatadogSpanContext = context().context
    ) -> Injection {
        var baggage = Baggage()
        for (key, value) in items { baggage[key] = value }
        return (context, baggage)
    }

    static let inject: [Injection] = [
        context(span: 987_654_321),
        context(TraceID(low: 1_234_567_890), span: 987_654_321) { context in
            context.samplingPriority = 2
            context.origin = "synthetics"
            context.propagationTags = ["_dd.p.dm": "-4", "_dd.p.usr.id": "a=b c", "_dd.p.x": "1"]
        },
        context { $0.samplingPriority = 0 },
        context { $0.samplingPriority = -1 },
        context { _ in },
        context(TraceID(high: .max, low: .max), span: .max),
        context { context in
            context.samplingPriority = 1
            context.propagationTags = ["_dd.p.bad": "a,b"]
        },
        context { context in
            context.samplingPriority = 1
            context.propagationTags = ["_dd.p.long": String(repeating: "x", count: 600)]
        },
        context { context in
            context.samplingPriority = 1
            context.origin = "rum;=~,é"
            context.traceState = "congo=t61,dd=s:1;t.old:1,rojo=2"
            context.propagationTags = ["_dd.p.dm": "-3", "_dd.p.usr.id": "a=b:c;d,e~f"]
        },
        context { context in
            context.samplingPriority = 1
            context.traceState = (0..<32).map { "k\($0)=v" }.joined(separator: ",")
        },
        baggage([("user.id", "u 7"), ("k,=;\"", "v,=;\"é"), ("z", "1")]),
        baggage((0..<70).map { ("k\($0)", "v") }),
        baggage([
            ("a", String(repeating: "x", count: 4_000)), ("b", String(repeating: "y", count: 4_100)),
            ("c", String(repeating: "z", count: 100)),
        ]),
        baggage([("k", "v")], of: .withoutTrace),
    ]
}
