// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Imaging

/// What pages may take, and how many requests may be under way, by the worker's options.
extension Composition {
    var imagingLimits: ImagingLimits { options.files.imaging(decodedBytes: options.memoryBudget.decoding) }

    /// The way to models and to buckets.
    var openTransport: CurlTransportConfiguration {
        var configuration = roomyTransport
        // A second call may be made beside a late one.
        configuration.maximumConcurrent = max(configuration.maximumConcurrent, 2 * options.concurrency)
        return configuration
    }

    /// With a place for every file of all runs.
    private var roomyTransport: CurlTransportConfiguration {
        var configuration = CurlTransportConfiguration()
        let files = options.concurrency * options.files.maxFiles
        configuration.maximumQueued = max(configuration.maximumQueued, files)
        return configuration
    }

    /// Files come from where jobs say, so this way out reaches public addresses only.
    var guardedTransport: CurlTransportConfiguration {
        var configuration = roomyTransport
        configuration.addressPolicy = .publicOnly(allowing: options.allowAddress)
        // Else a redirect of an https: address could still lead to plain http:.
        configuration.allowsPlainHTTP = options.allowHTTP
        return configuration
    }
}
