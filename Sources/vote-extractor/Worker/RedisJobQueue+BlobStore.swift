// SPDX-License-Identifier: Apache-2.0

public import Extraction
public import RedisJobQueue

/// Pages that `enqueue` uploaded lie beside the queue.
extension RedisJobQueue: BlobStore {}
