// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import JSON
import JobQueue
import NIOCore

extension Site {
    private static let shownFiles = 20
    private static let shownPages = 20

    /// Pictures of files that can be had here; nil where there is none, or none may be shown.
    ///
    /// - Parameters:
    ///   - path: The address of one picture, up to its file and page.
    ///   - pages: How many the files have together, where that is known.
    func pictures(of files: [JSONValue], at path: String, pages: Int? = nil) -> PicturesView? {
        guard configuration.showsContent, sources.pictures != nil else { return nil }
        // Of several files nobody knows how many pages are whose.
        let pagesEach = files.count == 1 ? min(max(pages ?? 1, 1), Self.shownPages) : 1
        let links = files.prefix(Self.shownFiles).enumerated().filter { canBePictured($1) }.flatMap { number, file in
            (0..<pagesEach).map { page in
                let name = file["name"]?.stringValue ?? "file \(number + 1)"
                return PictureLink(
                    source: "\(path)file=\(number)&page=\(page)",
                    alternative: "Page \(page + 1) of \(name)"
                )
            }
        }
        return links.isEmpty ? nil : PicturesView(pictures: links)
    }

    func jobPicture(_ request: Request) async throws -> Response {
        try Self.refuseOtherSites(request)
        let fields = FormFields(parsing: request.uri.query ?? "")
        guard let id = fields["id"], id.utf8.count <= Self.longestJobID else { throw Self.noPicture }
        if let run = try await sources.queue.job(id: id)?.run {
            return try await picture(fields, of: files(inJob: run.bytes))
        }
        let result = try await sources.results.latestResult(jobID: id, among: Self.searchedResults)
        let files = result.flatMap { try? JSONValue(parsing: $0) }?["files"]?.arrayValue
        return try await picture(fields, of: files ?? [])
    }

    func letterPicture(_ request: Request, _ context: DashboardContext) async throws -> Response {
        try Self.refuseOtherSites(request)
        let fields = FormFields(parsing: request.uri.query ?? "")
        return try await picture(fields, of: files(inJob: try await letter(context).bytes))
    }

    func files(inJob bytes: [UInt8]) -> [JSONValue] {
        (try? JSONValue(parsing: sources.opened(job: bytes).bytes))?["payload"]?["files"]?.arrayValue ?? []
    }

    private func picture(_ fields: FormFields, of files: [JSONValue]) async throws -> Response {
        guard configuration.showsContent, let pictures = sources.pictures,
            let file = fields["file"].flatMap({ Int($0) }), files.indices.contains(file),
            canBePictured(files[file]),
            let page = fields["page"].flatMap({ Int($0) }), (0..<Self.shownPages).contains(page)
        else { throw Self.noPicture }
        guard let picture = try await drawn({ try await pictures(files[file], page) }) else { throw Self.noPicture }
        return Response(
            status: .ok,
            headers: [.contentType: picture.mediaType],
            body: .init(byteBuffer: ByteBuffer(bytes: picture.bytes))
        )
    }

    private func drawn(_ draw: () async throws -> PagePicture?) async throws -> PagePicture? {
        do {
            return try await draw()
        } catch let error as PictureError {
            throw Problem.notFound("The page cannot be shown: \(error.message)")
        }
    }

    /// Whether a job's file is one that may be got.
    private func canBePictured(_ file: JSONValue) -> Bool {
        if file["data"]?.stringValue != nil { return true }
        guard let uri = file.stringValue ?? file["uri"]?.stringValue, let colon = uri.firstIndex(of: ":") else {
            return false
        }
        return sources.pictureSchemes.contains(uri[..<colon].lowercased())
    }

    /// To show a picture may mean to fetch it, which no other site's page shall bring about.
    private static func refuseOtherSites(_ request: Request) throws(Problem) {
        guard ChangeGuard.isOfOurSite(request) else {
            throw Problem(.forbidden, "Refused", "The request comes from another site.")
        }
    }

    private static var noPicture: Problem {
        .notFound(
            "There is no such picture: the file may be gone, is no picture, or must not be shown."
        )
    }
}
