# SPDX-License-Identifier: Apache-2.0
"""Every YAML and JSON file of deploy/ is well formed, without repeated keys."""

import json
import subprocess
import unittest

from support import DEPLOY, ROOT, installed


def without_repeats(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"repeated: {names}"
    return dict(pairs)


class WellFormed(unittest.TestCase):
    @unittest.skipUnless(installed("yamllint"), "needs yamllint")
    def test_yaml(self):
        command = [installed("yamllint"), "--strict", "--config-file", DEPLOY / ".yamllint", DEPLOY]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_json(self):
        for path in DEPLOY.rglob("*.json"):
            with self.subTest(path=path.relative_to(ROOT)):
                json.loads(path.read_text(), object_pairs_hook=without_repeats)
