# SPDX-License-Identifier: Apache-2.0
"""deploy/systemd: systemd itself finds nothing to complain of, and the sandboxes are tight."""

import pathlib
import re
import subprocess
import tempfile
import unittest

import settings
from support import DEPLOY, installed, program

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


class Units(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def copy(self, unit):
        """The unit as systemd shall see it: its program is another that is there, a template has an instance."""
        path = pathlib.Path(self.folder.name, unit.name.replace("@", "@1"))
        path.write_text(unit.read_text().replace("/usr/local/bin/vote-extractor", "/bin/true"))
        return path

    @unittest.skipUnless(installed("systemd-analyze"), "needs systemd-analyze")
    def test_systemd_understands_every_line(self):
        for unit in UNITS:
            command = ["systemd-analyze", "verify", "--man=no", self.copy(unit)]
            done = subprocess.run(command, capture_output=True, text=True)
            complaints = [line for line in done.stderr.splitlines() if unit.stem in line]
            self.assertEqual((done.returncode, complaints), (0, []), unit.name)

    @unittest.skipUnless(installed("systemd-analyze"), "needs systemd-analyze")
    def test_sandboxes_are_tight(self):
        for unit in UNITS:
            # Threshold in tenths, of 10: the usual service has 9.6.
            command = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", self.copy(unit)]
            done = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, f"{unit.name}: {done.stdout[-300:]}{done.stderr}")

    @unittest.skipUnless(program(), "needs vote-extractor")
    def test_commands_and_options_exist(self):
        for unit in UNITS:
            [line] = re.findall(r"^ExecStart=\S+ (.*)$", unit.read_text(), flags=re.M)
            self.assertIsNone(settings.complaint(line.split()), unit.name)

    @unittest.skipUnless(program(), "needs vote-extractor")
    def test_worker_drains_before_it_is_killed_and_cuts_no_call_off(self):
        text = (DEPLOY / "systemd/vote-extractor-worker@.service").read_text()
        [line] = re.findall(r"^ExecStart=\S+ worker(.*)$", text, flags=re.M)
        [grace] = re.findall(r"^TimeoutStopSec=(\d+)$", text, flags=re.M)
        self.assertIsNone(settings.times_complaint(int(grace), {}, *line.split()))

    def test_a_worker_that_is_too_large_ends_before_it_is_slowed_down_or_killed(self):
        text = (DEPLOY / "systemd/vote-extractor-worker@.service").read_text()
        [kindly] = re.findall(r"^Environment=VOTE_EXTRACTOR_MEMORY_LIMIT_MB=(\d+)$", text, flags=re.M)
        for bound in ("MemoryHigh", "MemoryMax"):
            [gigabytes] = re.findall(rf"^{bound}=(\d+)G$", text, flags=re.M)
            self.assertLessEqual(int(kindly), (int(gigabytes) << 10) - 200, bound)
