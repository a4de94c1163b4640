// SPDX-License-Identifier: Apache-2.0

/// Where a dataset is on the platform.
public struct RemoteDataset: Sendable, Hashable {
    /// The dataset's id.
    public let id: String
    /// The project that it belongs to.
    public let project: PlatformProject
    /// The version of the records that are here.
    public internal(set) var version: Int
    /// The newest version on the platform.
    public internal(set) var latestVersion: Int
}

/// A project of the platform.
public struct PlatformProject: Sendable, Hashable {
    /// The project's id.
    public let id: String
    /// The project's name.
    public let name: String
}
