# SPDX-License-Identifier: Apache-2.0
"""`vote-extractor local-model` as a program: how it ends."""

import base64
import json
import pathlib
import signal
import socket
import subprocess
import tempfile
import unittest
import urllib.request

from support import eventually, png, program


def has_english():
    """Whether Tesseract's English is installed."""
    return any(pathlib.Path("/usr/share").glob("tesseract-ocr/*/tessdata/eng.traineddata"))


@unittest.skipUnless(program() and has_english(), "needs vote-extractor and tesseract-ocr-eng")
class Ending(unittest.TestCase):
    """Its engines are closed before the process ends: Tesseract complains of those that are not."""

    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.url, self.log = folder / "url", folder / "log"

    def start(self, *options):
        with self.log.open("wb") as log:
            command = [program(), "local-model", "--url-file", str(self.url), *options]
            process = subprocess.Popen(command, stdout=log, stderr=log)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def ask(self):
        parts = [{"text": "read"}, {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(png(200, 200)).decode()}}]
        body = json.dumps({"contents": [{"parts": parts}]}).encode()
        address = self.url.read_text() + "/v1beta/models/local-model:generateContent"
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status

    def test_told_to_stop_it_ends_without_a_complaint(self):
        process = self.start("--port", "0")
        eventually("the local model", lambda: self.url.exists() and self.url.read_text())
        self.assertEqual(self.ask(), 200)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertNotIn("LEAK", self.log.read_text())

    def test_where_it_cannot_listen_it_says_only_that(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            process = self.start("--port", str(taken.getsockname()[1]))
            self.assertEqual(process.wait(timeout=60), 1)
        self.assertIn("cannot listen", self.log.read_text())
        self.assertNotIn("LEAK", self.log.read_text())
