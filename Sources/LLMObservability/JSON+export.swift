// SPDX-License-Identifier: Apache-2.0

// What spans are annotated with is written in its terms, and it is no product of its own.
@_exported public import JSON
