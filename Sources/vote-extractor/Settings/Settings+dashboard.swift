// SPDX-License-Identifier: Apache-2.0

import Extraction

/// What dashboards show, and to whom.
extension Settings {
    // The dashboard.
    static let dashboardHost = Setting("VOTE_EXTRACTOR_DASHBOARD_HOST", "--host", default: "127.0.0.1")
    static let dashboardPort = Setting("VOTE_EXTRACTOR_DASHBOARD_PORT", "--port", in: 0...65_535, default: 8091)
    static let dashboardToken = Setting.secret("VOTE_EXTRACTOR_DASHBOARD_TOKEN")
    static let dashboardTokenFile = Setting<String?>("VOTE_EXTRACTOR_DASHBOARD_TOKEN_FILE", "--token-file")
    static let dashboardHostNames = Setting<[String]>("VOTE_EXTRACTOR_DASHBOARD_HOST_NAMES", "--host-name")
    static let dashboardBehindTLS = Setting<Bool>("VOTE_EXTRACTOR_DASHBOARD_BEHIND_TLS", "--behind-tls")
    static let dashboardReadOnly = Setting<Bool>("VOTE_EXTRACTOR_DASHBOARD_READ_ONLY", "--read-only")
    static let dashboardShowContent = Setting<Bool>("VOTE_EXTRACTOR_DASHBOARD_SHOW_CONTENT", "--show-content")
    static let dashboardTraceFiles = Setting<[String]>("VOTE_EXTRACTOR_DASHBOARD_TRACE_FILES", "--trace-file")
    static let dashboardFetchPages = Setting<Bool>(
        "VOTE_EXTRACTOR_DASHBOARD_FETCH_PAGES",
        "--fetch-pages",
        default: true
    )
    static let dashboardAllowAddresses = Setting<[String]>(
        "VOTE_EXTRACTOR_DASHBOARD_ALLOW_ADDRESSES",
        "--allow-address"
    )
    static let dashboardFileRoots = Setting<[String]>("VOTE_EXTRACTOR_DASHBOARD_FILE_ROOTS", "--file-root")

    static let dashboardBuckets = Setting<[BucketRoot]>(
        "VOTE_EXTRACTOR_DASHBOARD_BUCKETS",
        "--bucket",
        eachWritten: "s3://NAME, gs://NAME or either with /FOLDER"
    )

    /// In the order in which they are shown.
    static let ofDashboards: [SettingEntry] = [
        dashboardHost.entry, dashboardPort.entry, dashboardToken.entry, dashboardTokenFile.entry,
        dashboardHostNames.entry, dashboardBehindTLS.entry, dashboardReadOnly.entry, dashboardShowContent.entry,
        dashboardTraceFiles.entry, dashboardFetchPages.entry, dashboardAllowAddresses.entry, dashboardFileRoots.entry,
        dashboardBuckets.entry,
    ]
}
