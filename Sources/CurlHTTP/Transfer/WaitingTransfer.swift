// SPDX-License-Identifier: Apache-2.0

/// An order with the caller that waits for it. Whoever holds it resumes the continuation, once.
struct WaitingTransfer: Sendable {
    let order: TransferOrder
    let continuation: CheckedContinuation<TransferResult, Never>
}
