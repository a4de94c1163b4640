// SPDX-License-Identifier: Apache-2.0

// What the macros expand to is written in its terms, and must be visible where they stand.
@_exported public import LLMObservability
