# SPDX-License-Identifier: Apache-2.0
"""deploy/compose: the file is one, and names what there is."""

import json
import re
import shlex
import subprocess
import tempfile
import unittest

import yaml

import settings
from support import DEPLOY, RedisServer, installed, program, run

FILE = DEPLOY / "compose/compose.yaml"


class Compose(unittest.TestCase):
    def setUp(self):
        self.file = yaml.safe_load(FILE.read_text())
        self.ours = {
            name: service for name, service in self.file["services"].items() if service["image"] == "vote-extractor"
        }

    @unittest.skipUnless(installed("check-jsonschema"), "needs check-jsonschema")
    def test_follows_the_compose_specification(self):
        command = [installed("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", FILE]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    @unittest.skipUnless(program(), "needs vote-extractor")
    def test_commands_and_options_exist(self):
        for name, service in self.ours.items():
            arguments = service.get("entrypoint", ["vote-extractor"])[1:] + service.get("command", [])
            self.assertIsNone(settings.complaint(arguments), name)

    def test_variables_are_read(self):
        for name, service in self.ours.items():
            unknown = set(service.get("environment", {})) - settings.variables()
            self.assertFalse(unknown, f"{name}: nothing reads these")

    def test_mounted_files_and_build_files_exist(self):
        for name, service in self.file["services"].items():
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                if source.startswith("."):
                    self.assertTrue((FILE.parent / source).exists(), f"{name}: {source}")
            if "build" in service:
                context = FILE.parent / service["build"]["context"]
                self.assertTrue((context / service["build"]["dockerfile"]).is_file(), name)

    def test_references_between_services_hold(self):
        for name, service in self.file["services"].items():
            for other, what in service.get("depends_on", {}).items():
                self.assertIn("healthcheck", self.file["services"][other], f"{name} waits for {other}: {what}")
            self.assertLessEqual(set(service.get("networks", [])), set(self.file["networks"]), name)

    @unittest.skipUnless(program(), "needs vote-extractor")
    def test_drains_before_it_is_killed_and_cuts_no_call_off(self):
        worker = self.file["services"]["worker"]
        plain = {name: value for name, value in worker["environment"].items() if "$" not in value}
        self.assertIsNone(settings.times_complaint(int(worker["stop_grace_period"].removesuffix("s")), plain))

    def test_a_worker_that_is_too_large_ends_before_it_is_killed(self):
        worker = self.file["services"]["worker"]
        kindly = int(worker["environment"]["VOTE_EXTRACTOR_MEMORY_LIMIT_MB"]) << 20
        self.assertLessEqual(kindly, settings.limit_in_bytes(worker) - (256 << 20))

    def test_made_passwords_are_all_that_must_be_given(self):
        render = DEPLOY / "redis/render-acl"
        made = subprocess.run([render, "--passwords"], check=True, capture_output=True, text=True).stdout
        names = {line.split("=")[0] for line in made.split()}
        self.assertEqual(set(re.findall(r"\$\{(\w+):\?", FILE.read_text())), names)

    @unittest.skipUnless(installed("redis-server") and program(), "needs redis-server and vote-extractor")
    def test_redis_starts_with_what_its_service_runs(self):
        """The service's own command line, with this machine's folders."""
        service = self.file["services"]["redis"]
        [line] = service["command"]
        with tempfile.TemporaryDirectory() as folder:
            line = line.replace("$$", "$").replace("/etc/vote-extractor", str(DEPLOY / "redis"))
            line = line.replace("/run/redis", folder).replace("/data", folder)
            words = " --port 0 --unixsocket " + shlex.quote(folder + "/redis.sock")
            server = RedisServer.started_by(["/bin/sh", "-ec", line + words], folder, service["environment"])
            with server:
                admin = server.client("admin")
                self.assertEqual(admin.config_get("maxmemory-policy")["maxmemory-policy"], "noeviction")
                self.assertEqual(admin.config_get("appendonly")["appendonly"], "yes")
                maximum = int(admin.config_get("maxmemory")["maxmemory"])
                self.assertTrue(0 < maximum <= settings.limit_in_bytes(service) * 3 // 4, "it refuses writes before it is killed")
                self.assertTrue(server.client("monitor").ping(), "the health check's question")
                self.assertEqual(self.advice(server), [])
                admin.config_set("maxmemory", 0)
                self.assertIn("maxmemory is not set", "".join(self.advice(server)))

    @staticmethod
    def advice(server):
        """What `doctor` would have changed of this Redis."""
        return json.loads(run(server, "doctor", "doctor", "--queue-only", "--json").stdout)["advice"]
