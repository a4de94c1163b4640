# SPDX-License-Identifier: Apache-2.0
"""Limits of what a job may bring, and of what a model may take: settings, of which a worker keeps each."""

import json
import pathlib
import unittest

from support import PREFIX, Model, RedisServer, Worker, eventually, installed, png, program


def pdf(pages):
    """Empty pages; readers find the objects without a table of them."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + pages))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {pages}/MediaBox[0 0 200 200]>>"]
    objects += ["<</Type/Page/Parent 2 0 R>>"] * pages
    body = "".join(f"{number} 0 obj{text}endobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode()


@unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
class Limits(unittest.TestCase):
    def setUp(self):
        self.server = self.enterContext(RedisServer())
        self.model = self.enterContext(Model())
        self.folder = pathlib.Path(self.server.folder, "files")
        self.folder.mkdir()

    def files(self, contents):
        for number, content in enumerate(contents):
            (self.folder / f"{number}").write_bytes(content)
        return [f"file://{self.folder}/{number}" for number in range(len(contents))]

    def outcome(self, files, **limits):
        """What becomes of a job with these files: its status, and the class of its error."""
        variables = {f"VOTE_EXTRACTOR_{name.upper()}": str(value) for name, value in limits.items()}
        job = {"id": "sheet", "payload": {"files": files}, "options": {"max_attempts": 1}}
        client = self.server.client()
        client.flushdb()
        with Worker(self.server, self.model, options=["--file-root", str(self.folder)], environment=variables):
            client.lpush(PREFIX + "jobs", json.dumps(job))
            result = json.loads(eventually("the result", lambda: client.rpop(PREFIX + "results")))
        return result["status"], result.get("error", {}).get("type")

    def test_what_is_within_them_is_read_and_what_is_beyond_is_refused(self):
        big = png() + bytes(600_000)
        for name, contents in {
            "max_files": [png(), png()],
            "max_pages": [pdf(3)],
            "max_megapixels": [png(1100, 1000)],
            "max_file_mb": [png() + bytes(1_000_000)],
            "max_job_mb": [big, big],
        }.items():
            # Of the largest file no more is allowed than of all together.
            least = {"max_file_mb": 1} if name == "max_job_mb" else {}
            with self.subTest(limit=name):
                files = self.files(contents)
                self.assertEqual(self.outcome(files, **{name: 1}, **least), ("failed", "input.too_large"))
                self.assertEqual(self.outcome(files, **{name: 3}, **least)[1], None)

    def test_a_model_that_takes_longer_is_not_waited_for(self):
        self.model.gate.clear()
        self.assertEqual(self.outcome(self.files([png()]), model_timeout_seconds=1), ("failed", "llm.timeout"))
