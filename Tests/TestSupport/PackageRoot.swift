// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of `Package.swift`, through which tests reach scripts and data that are no resources.
public enum PackageRoot {
    /// The real path, links followed.
    public static let path: String = {
        let file = URL(filePath: #filePath).resolvingSymlinksInPath()
        return file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    }()
}
