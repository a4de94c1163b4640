// SPDX-License-Identifier: Apache-2.0

import CurlHTTP
import Extraction
import Imaging
import ModelClient

/// What the pipelines of all queues have in common.
struct SharedParts {
    let router: ModelRouter
    /// The way to files, which reaches public addresses only.
    let files: any HTTPTransport
    let buckets: BucketAccess?
    let imaging: ImagePreparer
    let memory: MemoryBudget
}
