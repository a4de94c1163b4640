// SPDX-License-Identifier: Apache-2.0

import CCurl
import Glibc

/// A TLS connection, made and kept by libcurl, which never blocks on it. For one thread.
final class TLSStream {
    /// The socket, to be polled.
    let descriptor: Int32
    /// Whether there may be bytes of which the socket does not tell; kept by the reader.
    var mayHoldMore = false
    /// How much of the present output was sent.
    private var sent = 0
    private let easy: UnsafeMutableRawPointer

    private static let isInitialized = ccurl_global_init() == CURLE_OK

    /// Connects, checks the server's certificate, and returns when both sides agree.
    ///
    /// - Parameter isCancelled: Asked about once a second.
    init(
        host: String,
        port: Int,
        settings: RedisTLS,
        before deadline: ContinuousClock.Instant,
        isCancelled: () -> Bool
    ) throws(LinkFailure) {
        guard Self.isInitialized, let easy = curl_easy_init() else { throw .unreachable("no memory for TLS") }
        do throws(LinkFailure) {
            try Self.checkReadable(settings)
            try Self.set(settings, on: easy)
            try Self.connect(easy, to: host, port, as: settings.serverName ?? host, deadline, isCancelled)
            var socket = curl_socket_t(-1)
            guard ccurl_get_socket(easy, &socket) == CURLE_OK, socket >= 0 else {
                throw .unreachable("TLS gave no socket")
            }
            descriptor = socket
        } catch {
            curl_easy_cleanup(easy)
            throw error
        }
        self.easy = easy
    }

    deinit {
        curl_easy_cleanup(easy)
    }

    /// Sends what it can of `output`; true when all was sent. Until then it must be called with the same bytes.
    func send(_ output: UnsafeRawBufferPointer) throws(LinkFailure) -> Bool {
        while sent < output.count {
            var count = 0
            let status = curl_easy_send(easy, output.baseAddress! + sent, output.count - sent, &count)
            guard status != CURLE_AGAIN else { return false }
            guard status == CURLE_OK else { throw .lost(Self.text(of: status)) }
            sent += count
        }
        sent = 0
        return true
    }

    /// Takes what has come; nil when there is nothing now.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(LinkFailure) -> Int? {
        var count = 0
        let status = curl_easy_recv(easy, buffer.baseAddress, buffer.count, &count)
        guard status != CURLE_AGAIN else { return nil }
        guard status == CURLE_OK else { throw .lost(Self.text(of: status)) }
        guard count > 0 else { throw .lost("the server closed the connection") }
        return count
    }

    /// libcurl looks only once the server answers, and does not always say which file it was.
    private static func checkReadable(_ settings: RedisTLS) throws(LinkFailure) {
        for file in [settings.authoritiesFile, settings.certificateFile, settings.keyFile].compactMap(\.self) {
            guard access(file, R_OK) == 0 else {
                throw .misconfigured("TLS: \(file) cannot be read: \(String(cString: strerror(errno)))")
            }
        }
    }

    private static func set(_ settings: RedisTLS, on easy: UnsafeMutableRawPointer) throws(LinkFailure) {
        let numbers: [(CURLoption, Int)] = [
            (CURLOPT_CONNECT_ONLY, 1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_NOPROGRESS, 0), (CURLOPT_SSL_ENABLE_ALPN, 0),
            (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
            (CURLOPT_TCP_KEEPALIVE, 1), (CURLOPT_TCP_KEEPIDLE, 15), (CURLOPT_TCP_KEEPINTVL, 5),
        ]
        for (option, value) in numbers { try check(ccurl_set_long(easy, option, value)) }
        // What the environment says about proxies is about HTTP.
        try check(ccurl_set_string(easy, CURLOPT_PROXY, ""))
        if let file = settings.authoritiesFile {
            try check(ccurl_set_string(easy, CURLOPT_CAINFO, file))
            try check(ccurl_set_string(easy, CURLOPT_CAPATH, nil))
        }
        if let file = settings.certificateFile { try check(ccurl_set_string(easy, CURLOPT_SSLCERT, file)) }
        if let file = settings.keyFile { try check(ccurl_set_string(easy, CURLOPT_SSLKEY, file)) }
    }

    private static func connect(
        _ easy: UnsafeMutableRawPointer,
        to host: String,
        _ port: Int,
        as name: String,
        _ deadline: ContinuousClock.Instant,
        _ isCancelled: () -> Bool
    ) throws(LinkFailure) {
        let milliseconds = max(1, Int(ContinuousClock.now.duration(to: deadline) / .milliseconds(1)))
        try check(ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds))
        try check(ccurl_set_string(easy, CURLOPT_URL, "https://\(bracketed(name)):\(port)/"))
        // The name is what is sent and checked; the host is where to go.
        let route = curl_slist_append(nil, "::\(bracketed(host)):\(port)")
        defer { curl_slist_free_all(route) }
        try check(ccurl_set_list(easy, CURLOPT_CONNECT_TO, route))
        let (status, detail) = perform(easy, isCancelled)
        if status == CURLE_ABORTED_BY_CALLBACK { throw .closed }
        guard status != CURLE_OK else { return }
        let problem = "TLS: \(text(of: status))\(detail.isEmpty ? "" : ": \(detail)")"
        throw lasting.contains(status) ? .misconfigured(problem) : .unreachable(problem)
    }

    /// What does not pass by itself: certificates, keys and names that do not fit.
    private static let lasting = [
        CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR,
        CURLE_URL_MALFORMAT,
    ]

    /// Connects; returns what came of it, and what libcurl says of that.
    private static func perform(
        _ easy: UnsafeMutableRawPointer,
        _ isCancelled: () -> Bool
    ) -> (CURLcode, detail: String) {
        withoutActuallyEscaping(isCancelled) { isCancelled in
            var cancellation = Cancellation(isAsked: isCancelled)
            return withUnsafeMutablePointer(to: &cancellation) { pointer in
                withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CURL_ERROR_SIZE)) { detail in
                    detail.initialize(repeating: 0)
                    ccurl_set_progress_function(easy) { context, _, _, _, _ in
                        // The pointer set below, valid while the transfer runs.
                        context?.assumingMemoryBound(to: Cancellation.self).pointee.isAsked() == true ? 1 : 0
                    }
                    ccurl_set_pointer(easy, CURLOPT_XFERINFODATA, pointer)
                    ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, detail.baseAddress)
                    defer {
                        ccurl_set_progress_function(easy, nil)
                        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, nil)
                    }
                    let status = curl_easy_perform(easy)
                    // There is a base address: the capacity is not zero.
                    return (status, String(cString: detail.baseAddress!))
                }
            }
        }
    }

    private struct Cancellation {
        let isAsked: () -> Bool
    }

    private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }

    private static func check(_ status: CURLcode) throws(LinkFailure) {
        guard status == CURLE_OK else { throw .unreachable("TLS: \(text(of: status))") }
    }

    private static func text(of status: CURLcode) -> String { String(cString: curl_easy_strerror(status)) }
}
