// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Crypto
import CurlHTTP
import Extraction

/// From where a dashboard may get pages of jobs to show them. The worker's own allowances do not count here: the same address
/// may be another machine in the dashboard's network.
struct PageOptions: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: """
            With --show-content: get pages from https: addresses, public ones only, to show them \
            (VOTE_EXTRACTOR_DASHBOARD_FETCH_PAGES).
            """
    )
    var fetchPages = Settings.dashboardFetchPages.value

    @Option(
        help: """
            With --show-content: a host or address range that pages may come from though it is private; may be repeated \
            (VOTE_EXTRACTOR_DASHBOARD_ALLOW_ADDRESSES).
            """
    )
    var allowAddress: [String] = Settings.dashboardAllowAddresses.value

    @Option(
        help: """
            With --show-content: a folder from which pages of file: addresses may be shown; may be repeated \
            (VOTE_EXTRACTOR_DASHBOARD_FILE_ROOTS).
            """
    )
    var fileRoot: [String] = Settings.dashboardFileRoots.value

    @Option(
        help: """
            With --show-content: a bucket, or a folder in one, from which pages of s3: or gs: addresses may be shown, such \
            as s3://scans/2026; may be repeated (VOTE_EXTRACTOR_DASHBOARD_BUCKETS). The keys are those that a worker's \
            --bucket takes.
            """
    )
    var bucket: [BucketRoot] = Settings.dashboardBuckets.value

    func validate() throws {
        let unusable = AddressPolicy.publicOnly(allowing: allowAddress).unusableEntries
        guard unusable.isEmpty else {
            throw ValidationError("--allow-address \(unusable[0]) is neither an address, a range nor a host name")
        }
    }

    /// The schemes of addresses from which pages are got.
    var schemes: Set<String> {
        Set(
            ["blob"] + (fetchPages ? ["https"] : []) + (fileRoot.isEmpty ? [] : ["file"])
                + bucket.map(\.scheme.rawValue)
        )
    }

    /// The way to where jobs say that pages are: as a worker's, but to fewer places at a time.
    var guardedTransport: CurlTransportConfiguration {
        var configuration = openTransport
        configuration.addressPolicy = .publicOnly(allowing: allowAddress)
        configuration.allowsPlainHTTP = false
        return configuration
    }

    /// The way to buckets, which are where the operator says.
    var openTransport: CurlTransportConfiguration {
        var configuration = CurlTransportConfiguration()
        configuration.maximumConcurrent = 4
        configuration.maximumQueued = 64
        return configuration
    }

    /// Gets files as a worker does, with less patience, since somebody waits.
    ///
    /// - Parameters:
    ///   - guarded: The way to where jobs say, ``guardedTransport``.
    ///   - open: The way to buckets, ``openTransport``.
    func fetcher(guarded: CurlTransport, open: CurlTransport, _ blobs: SealedBlobs) throws -> SourceFetcher {
        SourceFetcher(
            configuration: FetchConfiguration(timeout: .seconds(10), fileRoots: fileRoot),
            transport: guarded,
            buckets: try BucketOptions.access(to: bucket, transport: open),
            blobs: blobs,
            sha256: { SHA256.hexadecimal(of: $0) }
        )
    }
}
