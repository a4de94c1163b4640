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

    func validate() throws {
        let unusable = AddressPolicy.publicOnly(allowing: allowAddress).unusableEntries
        guard unusable.isEmpty else {
            throw ValidationError("--allow-address \(unusable[0]) is neither an address, a range nor a host name")
        }
    }

    /// The schemes of addresses from which pages are got.
    var schemes: Set<String> {
        Set(["blob"] + (fetchPages ? ["https"] : []) + (fileRoot.isEmpty ? [] : ["file"]))
    }

    /// The way out: as a worker's, but to fewer places at a time.
    var transport: CurlTransportConfiguration {
        var configuration = CurlTransportConfiguration()
        configuration.addressPolicy = .publicOnly(allowing: allowAddress)
        configuration.allowsPlainHTTP = false
        configuration.maximumConcurrent = 4
        configuration.maximumQueued = 64
        return configuration
    }

    /// Gets files as a worker does, with less patience, since somebody waits.
    func fetcher(_ transport: CurlTransport, _ blobs: SealedBlobs) -> SourceFetcher {
        SourceFetcher(
            configuration: FetchConfiguration(timeout: .seconds(10), fileRoots: fileRoot),
            transport: transport,
            blobs: blobs,
            sha256: { SHA256.hexadecimal(of: $0) }
        )
    }
}
