# SPDX-License-Identifier: Apache-2.0
"""The operators' handbook (Sources/vote-extractor/vote-extractor.docc): made pages are as made, commands exist."""

import re
import shlex
import subprocess
import sys
import tempfile
import unittest

import settings
from support import ROOT, installed, program

CATALOGUE = ROOT / "Sources/vote-extractor/vote-extractor.docc"
PAGES = [*CATALOGUE.glob("*.md"), ROOT / "README.md", ROOT / "SECURITY.md"]


def commands(text):
    """The commands of ours in a page's code: words after the program's name, up to a pipe, a redirection or the end."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    text = re.sub(r"^ *```\w*\n.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()] + re.findall(r"`([^`\n]+)`", text)
    for line in lines:
        for found in re.finditer(r"(?:^|[|(&$] *|= *)vote-extractor +([^|><&;#)]+)", line):
            if not found[1].startswith("-"):
                yield shlex.split(found[1].replace("…", "x"))


class Handbook(unittest.TestCase):
    @unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
    def test_made_pages_are_up_to_date(self):
        done = subprocess.run([sys.executable, ROOT / "scripts/generate-reference", "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, f"run scripts/generate-reference:\n{done.stdout}{done.stderr}")

    @unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
    def test_commands_and_options_exist(self):
        count = 0
        for page in PAGES:
            for words in commands(page.read_text()):
                count += 1
                with self.subTest(page=page.name, command=" ".join(words)):
                    self.assertIsNone(settings.complaint(words))
        self.assertGreater(count, 60)

    @unittest.skipUnless(installed("docc"), "needs docc, which comes with Swift")
    def test_pages_and_their_links_are_sound(self):
        with tempfile.TemporaryDirectory() as folder:
            command = ["docc", "convert", CATALOGUE, "--output-dir", f"{folder}/handbook.doccarchive", "--warnings-as-errors"]
            command += ["--fallback-display-name", "vote-extractor", "--fallback-bundle-identifier", "vote-extractor"]
            done = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
