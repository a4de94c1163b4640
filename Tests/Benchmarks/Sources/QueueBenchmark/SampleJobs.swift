// SPDX-License-Identifier: Apache-2.0

/// Envelopes such as producers write, of about 300 bytes.
enum SampleJobs {
    static func id(_ number: Int) -> String {
        "01980f5e-7c3a-7000-8000-\(String(1_000_000_000_000 + number).dropFirst())"
    }

    /// - Parameter sleep: How long the job shall run, in milliseconds; 0 for a job that does nothing.
    static func envelope(_ number: Int, sleep: Int = 0) -> [UInt8] {
        let uri = "s3://ballots/2026/10/sheet-\(number).jpg"
        let trace = "00-\(String(repeating: "5b", count: 16))-00f067aa0ba902b7-01"
        let text = """
            {"version":1,"id":"\(id(number))","type":"vote_extraction","enqueued_at":1790000000000,\
            "headers":{"traceparent":"\(trace)"},\
            "payload":{"files":[{"name":"page-1.jpg","uri":"\(uri)"}],"sleep_ms":\(sleep)},\
            "tags":{"province":"10"}}
            """
        return Array(text.utf8)
    }
}
