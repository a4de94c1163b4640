# SPDX-License-Identifier: Apache-2.0
"""The command line as people and shells meet it: help, exit codes, colours, completions, manual page."""

import csv
import io
import json
import os
import pathlib
import pty
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from stand_in import StandIn
from support import PREFIX, ROOT, Model, RedisServer, Worker, eventually, installed, png, program

ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


def run(*arguments, **variables):
    environment = ENVIRONMENT | {"REDIS_URL": "redis://127.0.0.1:1"} | variables
    return subprocess.run([program(), *arguments], env=environment, capture_output=True, text=True, timeout=120)


def commands(command, above=()):
    """Every command: its words after the program's name, and what it says of itself."""
    yield above, command
    for below in command.get("subcommands", []):
        if below["commandName"] != "help":
            yield from commands(below, (*above, below["commandName"]))


def dump():
    return list(commands(json.loads(run("--experimental-dump-help").stdout)["command"]))


@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class Help(unittest.TestCase):
    def test_every_command_has_help_with_an_example_of_itself(self):
        all_commands = dump()
        self.assertGreater(len(all_commands), 35)
        for words, command in all_commands:
            with self.subTest(command=" ".join(words)):
                help = run(*words, "--help")
                self.assertEqual(help.returncode, 0)
                self.assertIn("USAGE: vote-extractor", help.stdout)
                text = command.get("discussion", "")
                self.assertRegex(text, r"(?m)^ *Examples?:", "no examples")
                examples = text[re.search(r"Examples?:", text).end():]
                # scripts/demo starts what `demo` needs.
                self.assertRegex(examples, rf"vote-extractor {re.escape(' '.join(words))}|scripts/{'/'.join(words)}")
                self.assertTrue(command["abstract"].endswith("."), command["abstract"])

    def test_every_option_says_what_it_is_for(self):
        for words, command in dump():
            for argument in command.get("arguments", []):
                with self.subTest(command=" ".join(words), option=argument["valueName"]):
                    self.assertTrue(argument.get("abstract"))


@unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
class ExitCodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = RedisServer()
        cls.addClassCleanup(cls.server.close)

    def codes(self, code, *commands):
        for command in commands:
            with self.subTest(command=command):
                done = run(*command.split(), REDIS_URL=self.server.url())
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)

    def test_1_is_output_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([program(), "config"], env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, timeout=120)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.decode(), "standard output cannot be written: No space left on device\n")
        closed = subprocess.run(["sh", "-c", '"$0" config >&- 2>&-', program()], env=ENVIRONMENT, timeout=120)
        self.assertEqual(closed.returncode, 1)

    def test_0_is_done(self):
        self.codes(0, "queue stats", "dead list", "dead groups", "dead stats", "workers", "gates list", "results", "doctor",
                   "profiles list", "config", "jobs list", "--version", "worker --help", "dead retry --all --dry-run", "jobs --help")

    def test_1_is_failed(self):
        done = run("queue", "stats", REDIS_URL=f"unix://{self.server.folder}/none.sock")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.codes(1, "health --address 127.0.0.1:1")

    def test_a_port_that_is_taken_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            for command in (["dashboard"], ["local-model"]):
                with self.subTest(command=command):
                    done = run(*command, "--port", str(port), REDIS_URL=self.server.url())
                    self.assertEqual(done.returncode, 1, done.stderr)
                    self.assertRegex(done.stderr, rf"cannot listen on 127\.0\.0\.1, port {port}: Address already in use")

    def test_2_is_wrong_usage(self):
        self.codes(2, "nonsense", "dead nonsense", "dead list --nonsense", "dead list --limit 0", "jobs list --limit 0", "jobs list --offset=-1", "jobs run", "queue stats --queue a{b", "enqueue",
                   "worker --concurrency 0", "worker --concurrency many", "jobs show", "results --follow", "health",
                   "dead list --since yesterday", "gates close nothing", "profiles show nothing", "worker --redis http://x")

    def test_3_is_not_found(self):
        self.codes(3, "dead show 0190c2f4-0000-7000-8000-000000000000", "jobs show nothing", "jobs run nothing", "gates reset a/b",
                   "feedback nothing --rating 3", "queue quiet nobody", "queue wake nobody")

    def test_json_is_json(self):
        for command in ["queue stats", "dead list", "dead groups", "dead stats", "jobs list", "workers", "gates list", "doctor", "profiles list", "config"]:
            with self.subTest(command=command):
                done = run(*command.split(), "--json", REDIS_URL=self.server.url())
                self.assertEqual(done.returncode, 0, done.stderr)
                for line in done.stdout.splitlines():
                    json.loads(line)

    def test_every_command_that_prints_has_a_form_for_machines(self):
        """Those without --json have no other form (NDJSON, the file itself), or print nothing but a log."""
        without = {words for words, command in dump() if not command.get("subcommands") and "json" not in {name["name"] for argument in command["arguments"] for name in argument.get("names", [])}}
        self.assertEqual({" ".join(words) for words in without}, {"worker", "dashboard", "local-model", "results", "dead export", "profiles show"})


@unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
class WhatWasDone(unittest.TestCase):
    """--json of commands that change something: one object on standard output, whatever else is said beside it."""

    def setUp(self):
        self.server = self.enterContext(RedisServer())

    def told(self, *command, code=0, text=None, **variables):
        done = subprocess.run([program(), *command, "--json"], env=ENVIRONMENT | {"REDIS_URL": self.server.url()} | variables, input=text, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("\n"), 1, done.stdout)
        return json.loads(done.stdout)

    def test_the_queue(self):
        name = {"queue": "vote-extraction"}
        self.assertEqual(self.told("queue", "pause"), name | {"mode": "paused"})
        self.assertEqual(self.told("queue", "drain"), name | {"mode": "draining", "drained": True})
        self.assertEqual(self.told("queue", "drain", "--wait"), name | {"mode": "draining", "drained": True})
        self.assertEqual(self.told("queue", "resume"), name | {"mode": "open"})

    def test_jobs(self):
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            file.write(png())
            file.flush()
            self.assertEqual(self.told("enqueue", file.name, "--id", "sheet-1"), {"id": "sheet-1"})
        self.assertEqual(self.told("enqueue", "-", text='{"id":"a"}\n{"id":"b"}\n'), {"enqueued": 2})
        self.assertEqual(self.told("jobs", "show", "a"), {"state": "waiting", "jobs_before_it": 1})
        self.assertEqual(self.told("jobs", "run", "a", code=3), {"due": [], "not_delayed": ["a"]})
        self.assertEqual(self.told("jobs", "cancel", "a", "b"), {"cancelling": ["a", "b"], "answered": []})

    def test_jobs_are_listed_and_run_now(self):
        """A delayed job, which a worker has put off, runs when somebody wants it."""
        client, late = self.server.client(), int(time.time() * 1000) + 3_600_000

        def listed(*options):
            done = run("jobs", "list", "--json", *options, REDIS_URL=self.server.url())
            self.assertEqual(done.returncode, 0, done.stderr)
            return [json.loads(line) for line in done.stdout.splitlines()]

        with Model() as model:
            lines = [json.dumps({"id": f"late-{n}", "options": {"not_before_ms": late + n}, "payload": {"files": []}}) for n in range(3)]
            self.told("enqueue", "-", text="\n".join(lines))
            with Worker(self.server, model):
                eventually("three delayed jobs", lambda: client.zcard(PREFIX + "later") == 3)
                self.assertEqual([(job["id"], job["state"]) for job in listed("--limit", "2")], [("late-0", "delayed"), ("late-1", "delayed")])
                self.assertEqual([job["id"] for job in listed("--delayed", "--offset", "2")], ["late-2"])
                self.assertEqual(listed("--waiting", "--running"), [])
                self.assertEqual(self.told("jobs", "run", "late-1"), {"due": ["late-1"], "not_delayed": []})
                eventually("its answer", lambda: client.zscore(PREFIX + "done", "late-1"))
        self.told("enqueue", "-", text='{"id":"a"}\n{"id":"b"}\n')
        self.assertEqual([(job["id"], job["state"]) for job in listed()], [("a", "waiting"), ("b", "waiting"), ("late-0", "delayed"), ("late-2", "delayed")])
        table = run("jobs", "list", "--waiting", REDIS_URL=self.server.url())
        self.assertRegex(table.stdout, r"(?m)^waiting  b +vote_extraction")
        self.assertIn("in all: 2 waiting", table.stderr)

    def test_enqueue_makes_a_job_of_each_sheet(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("a_p2.png", "a_p10.png", "a_p1.png", "b.png", "notes.txt"):
                pathlib.Path(folder, name).write_bytes(png())
            done = run("enqueue", "--sheets", folder, "--json", "--tag", "round=1", REDIS_URL=self.server.url())
            self.assertEqual(done.returncode, 0, done.stderr)
            told = [json.loads(line) for line in done.stdout.splitlines()]
            self.assertEqual([one["sheet"] for one in told], ["a", "b.png"])
            jobs = {job["id"]: job for job in map(json.loads, self.server.client().lrange(PREFIX + "jobs", 0, -1))}
            a, b = (jobs[one["id"]] for one in told)
            self.assertEqual([file["name"] for file in a["payload"]["files"]], ["a_p1.png", "a_p2.png", "a_p10.png"])
            self.assertEqual([file["name"] for file in b["payload"]["files"]], ["b.png"])
            self.assertEqual(a["tags"], {"sheet": "a", "round": "1"})
        self.assertEqual(run("enqueue", "--sheets", "-", REDIS_URL=self.server.url()).returncode, 2)

    def test_enqueue_that_is_interrupted_says_how_to_go_on(self):
        with tempfile.NamedTemporaryFile(suffix=".png") as file, Model() as model:
            file.write(png())
            file.flush()
            command = [program(), "enqueue", file.name, "--wait", "--json"]
            environment = ENVIRONMENT | {"REDIS_URL": self.server.url()}
            with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as waiting:
                client = self.server.client()
                [job] = eventually("the job", lambda: client.lrange(PREFIX + "jobs", 0, -1))
                # It listens for signals from before it first asks for the result.
                eventually("its questions", lambda: client.info("commandstats").get("cmdstat_zmscore"))
                waiting.send_signal(signal.SIGINT)
                _, said = waiting.communicate(timeout=60)
            id = json.loads(job)["id"]
            self.assertEqual(waiting.returncode, 130, said)
            self.assertIn(f"--id {id}", said)
            with Worker(self.server, model):
                again = subprocess.run([*command, "--id", id], env=environment, capture_output=True, text=True, timeout=120)
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertEqual((json.loads(again.stdout)["job_id"], model.calls), (id, 1))

    def test_enqueue_that_waits_fails_unless_there_is_a_reading(self):
        now, client = int(time.time() * 1000), self.server.client()
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            file.write(png())
            file.flush()
            for status, code in (("succeeded", 0), ("needs_review", 0), ("failed", 1), ("expired", 1), ("cancelled", 1)):
                with self.subTest(status=status):
                    client.lpush(PREFIX + "results", json.dumps({"version": 1, "job_id": status, "status": status}))
                    client.zadd(PREFIX + "done", {status: now})
                    done = run("enqueue", file.name, "--id", status, "--wait", "--timeout", "20", REDIS_URL=self.server.url())
                    self.assertEqual(done.returncode, code, done.stderr)
                    self.assertEqual(json.loads(done.stdout)["status"], status)

    def test_taking_results_empties_the_list(self):
        client = self.server.client()
        client.lpush(PREFIX + "results", *(json.dumps({"version": 1, "job_id": f"j{number}"}) for number in range(1500)))
        self.assertEqual(run("results", REDIS_URL=self.server.url()).stdout.count("\n"), 1000)
        self.assertEqual(run("results", "--take", "--limit", "50", REDIS_URL=self.server.url()).stdout.count("\n"), 50)
        taken = run("results", "--take", REDIS_URL=self.server.url())
        self.assertEqual([json.loads(line)["job_id"] for line in taken.stdout.splitlines()], [f"j{number}" for number in range(50, 1500)])
        self.assertEqual(client.llen(PREFIX + "results"), 0)

    def test_results_of_sheets_are_printed_as_they_are_taken(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("a.png", "b.png"):
                pathlib.Path(folder, name).write_bytes(png())
            command = [program(), "enqueue", "--sheets", folder, "--wait", "--timeout", "3"]
            environment = ENVIRONMENT | {"REDIS_URL": self.server.url()}
            with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as waiting:
                client = self.server.client()
                eventually("both jobs", lambda: client.llen(PREFIX + "jobs") == 2)
                done, left = (json.loads(job)["id"] for job in client.lrange(PREFIX + "jobs", 0, -1))
                client.lpush(PREFIX + "results", json.dumps({"version": 1, "job_id": done, "status": "succeeded"}))
                client.zadd(PREFIX + "done", {done: int(time.time() * 1000)})
                printed, said = waiting.communicate(timeout=60)
            self.assertEqual((waiting.returncode, client.llen(PREFIX + "results")), (1, 0), said)
            self.assertEqual([json.loads(line)["job_id"] for line in printed.splitlines()], [done])
            self.assertIn(left, said)
            self.assertNotIn(done, said)

    def test_one_worker_is_told_to_be_quiet(self):
        client = self.server.client()
        client.zadd(PREFIX + "workers", {"w-1": int(time.time() * 1000)})
        self.assertEqual(self.told("queue", "quiet", "w-1"), {"worker": "w-1", "quieted": True})
        self.assertEqual(client.hgetall(PREFIX + "ctl"), {b"quiet:w-1": b"1"})
        self.assertEqual(self.told("queue", "wake", "w-1"), {"worker": "w-1", "quieted": False})
        self.assertEqual(client.hgetall(PREFIX + "ctl"), {})
        self.assertEqual(run("queue", "quiet", "w-2", REDIS_URL=self.server.url()).returncode, 3)

    def test_dead_letters(self):
        now = int(time.time() * 1000)
        for number in range(1, 4):
            record = {"version": 1, "id": f"dl-{number}", "job_id": f"j{number}", "error_type": "llm.server", "fingerprint": "f", "stage": "model",
                      "reason": "attempts_exhausted", "message": "m", "died_at": "2026-11-01T00:00:00Z", "attempts": []}
            line = {"version": 1, "id": f"dl-{number}", "died_ms": now, "record": record, "job": json.dumps({"id": f"j{number}", "payload": {"files": ["file:///a"]}})}
            self.assertEqual(self.told("dead", "import", text=json.dumps(line) + "\n")["imported"], 1)
        self.assertEqual(self.told("dead", "edit", "dl-1", text='{"id":"j1","payload":{"files":["file:///b"]}}'), {"id": "dl-1", "edited": True, "sent_back": False})
        self.assertEqual(self.told("dead", "edit", "dl-1", "--dry-run", text='{"id":"j1","payload":{"files":["file:///b"]}}'), {"id": "dl-1", "edited": False, "sent_back": False})
        self.assertEqual(self.told("dead", "retry", "dl-1", "dl-9", code=3), {"matched": 1, "changed": 1, "dry_run": False, "not_found": ["dl-9"]})
        counted = self.told("dead", "delete", "--all", "--dry-run")
        self.assertLessEqual({"matched": 2, "changed": 0, "dry_run": True, "skipped": 0}.items(), counted.items())
        self.assertLessEqual({"matched": 2, "changed": 2, "dry_run": False}.items(), self.told("dead", "delete", "--all", "--class", "llm.server").items())

    def test_gates_health_and_profiles(self):
        self.assertEqual(self.told("gates", "close", "local/m", "--minutes", "2"), {"gate": "local/m", "state": "closed", "seconds": 120})
        self.assertEqual(self.told("gates", "open", "local/m"), {"gate": "local/m", "done": "open"})
        self.assertEqual(self.told("gates", "reset", "local/m"), {"gate": "local/m", "done": "reset"})
        dead = self.told("health", "--address", "127.0.0.1:1", code=1)
        self.assertLessEqual({"address": "127.0.0.1:1", "probe": "live", "ok": False}.items(), dead.items())
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(run("profiles", "show", "printed-precinct").stdout.replace('"printed-precinct"', '"county"'))
            file.flush()
            self.assertEqual(self.told("profiles", "check", file.name)["id"], "county")


@unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
class WrongRedis(unittest.TestCase):
    """What an operator reads at three in the morning."""

    COMMANDS = [["queue", "stats"], ["gates", "list"], ["spend"]]

    def test_an_address_where_nobody_is_is_named_with_where_it_comes_from(self):
        for command in self.COMMANDS:
            with self.subTest(command=command):
                done = run(*command, REDIS_URL="redis://:secret@127.0.0.1:1")
                self.assertEqual(done.returncode, 1)
                self.assertIn("REDIS_URL", done.stderr)
                self.assertIn("vote-extractor config", done.stderr)
                self.assertNotIn("secret", done.stderr)

    def test_a_full_one_is_told_as_such(self):
        with RedisServer() as server, tempfile.NamedTemporaryFile(suffix=".png") as page:
            page.write(png())
            page.flush()
            server.client().config_set("maxmemory", 1)
            done = run("enqueue", page.name, REDIS_URL=server.url())
            self.assertEqual(done.returncode, 1)
            self.assertIn("queue stats --memory", done.stderr)

    def test_a_user_without_rights_is_led_to_the_roles(self):
        with RedisServer() as server:
            server.client().acl_setuser("bob", enabled=True, passwords=["+pw"], keys=["*"], categories=["+@read"])
            for command in (["queue", "pause"], ["dead", "list"], ["doctor", "--queue-only"]):
                with self.subTest(command=command):
                    done = run(*command, REDIS_URL=f"unix://bob:pw@{server.socket}")
                    self.assertEqual(done.returncode, 1, done.stdout)
                    self.assertIn("users.acl.template", done.stderr)


@unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
class Doctor(unittest.TestCase):
    def found(self, *options, code=0, **variables):
        with RedisServer() as server:
            done = run("doctor", "--json", *options, REDIS_URL=server.url(), **variables)
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
            return {one["subject"]: (one["state"], one["text"]) for one in json.loads(done.stdout)["surroundings"]}

    def test_it_looks_at_settings_agent_and_models(self):
        found = self.found("--model", "gpt-x", DD_TRACE_AGENT_URL="http://127.0.0.1:1")
        self.assertEqual(found["settings"][0], "ok")
        self.assertEqual(found["Datadog agent"][0], "note")
        self.assertIn("DD_TRACE_ENABLED=false", found["Datadog agent"][1])
        self.assertEqual(found["model gpt-x"][0], "note")
        self.assertIn("OPENAI_API_KEY", found["model gpt-x"][1])
        self.assertEqual(self.found("--queue-only"), {})
        self.assertEqual(self.found(DD_TRACE_ENABLED="false")["Datadog agent"][0], "ok")

    def test_a_redis_that_hides_its_eviction_policy_is_doubted(self):
        """As of a provider who answers INFO in words of his own."""
        with RedisServer(options=["--rename-command", "INFO", "", "--rename-command", "LOLWUT", "INFO"]) as server:
            done = run("doctor", "--queue-only", "--json", REDIS_URL=server.url())
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("maxmemory-policy is unknown", " ".join(json.loads(done.stdout)["advice"]))
        with RedisServer() as server:
            done = run("doctor", "--queue-only", "--json", REDIS_URL=server.url())
            self.assertNotIn("maxmemory-policy", done.stdout)

    def test_an_account_of_google_for_files_only_needs_no_project(self):
        google = {"GCE_METADATA_HOST": "127.0.0.1:1", "DD_TRACE_ENABLED": "false"}
        self.assertIn("model local-model", self.found("--model", "local-model", **google))
        for model in ("vertex:gemini-x", "gemini-x"):
            state, text = self.found("--model", model, **google)[f"model {model}"]
            self.assertEqual(state, "note")
            self.assertIn("GOOGLE_CLOUD_PROJECT", text)
        asked = self.found("--model", "gemini-x", GOOGLE_CLOUD_PROJECT="p", VERTEX_BASE_URL="http://127.0.0.1:1", **google)
        self.assertNotIn("GOOGLE_CLOUD_PROJECT", asked["model gemini-x"][1])

    def test_a_wrong_setting_or_key_is_something_to_mend(self):
        with provider() as server:
            asked = {"OPENAI_BASE_URL": server.url + "/v1", "DD_TRACE_ENABLED": "false"}
            self.assertEqual(self.found("--model", "openai:gpt-x", OPENAI_API_KEY="right", **asked)["model openai:gpt-x"][0], "ok")
            self.assertEqual(self.found("--model", "openai:gpt-y", OPENAI_API_KEY="right", **asked)["model openai:gpt-y"][0], "note")
            state, text = self.found("--model", "openai:gpt-x", code=1, OPENAI_API_KEY="wrong-secret", **asked)["model openai:gpt-x"]
            self.assertEqual(state, "bad")
            self.assertNotIn("wrong-secret", text)
        self.assertEqual(self.found(code=1, VOTE_EXTRACTOR_LEASE_SECONDS="many")["settings"][0], "bad")


    def test_what_the_settings_name_must_be_there_and_fit(self):
        quiet = {"DD_TRACE_ENABLED": "false"}
        found = self.found(**quiet)
        self.assertEqual({found[name][0] for name in ("profile", "shutdown")}, {"ok"})
        state, text = self.found(code=1, VOTE_EXTRACTOR_PROFILE="thai-ss519", **quiet)["profile"]
        self.assertEqual(state, "bad")
        self.assertIn("thai-ss518", text)
        with tempfile.TemporaryDirectory() as folder:
            found = self.found(code=1, VOTE_EXTRACTOR_FILE_ROOTS=f"{folder},{folder}/none", **quiet)
            self.assertEqual(found[f"folder {folder}"][0], "ok")
            self.assertEqual(found[f"folder {folder}/none"][0], "bad")
            self.assertIn("VOTE_EXTRACTOR_FILE_ROOTS", found[f"folder {folder}/none"][1])
        state, text = self.found(code=1, VOTE_EXTRACTOR_GRACE_SECONDS="30", **quiet)["shutdown"]
        self.assertEqual(state, "bad")
        self.assertIn("grace time of 30 s", text)
        state, text = self.found(VOTE_EXTRACTOR_DRAIN_SECONDS="20", **quiet)["shutdown"]
        self.assertEqual(state, "note")
        self.assertIn("20 s to end", text)

    def test_a_misspelt_variable_is_something_to_mend(self):
        state, text = self.found(code=1, DD_TRACE_ENABLED="false", VOTE_EXTRACTOR_CONCURENCY="2")["settings"]
        self.assertEqual(state, "bad")
        self.assertIn("did you mean VOTE_EXTRACTOR_CONCURRENCY?", text)

    def test_a_provider_without_a_key_is_not_said_to_take_one(self):
        with provider() as server:
            local = self.found("--model", "local-model", "--local-model-url", server.url, DD_TRACE_ENABLED="false")["model local-model"]
            self.assertEqual(local, ("ok", "local answers without a key and lists it"))


def provider():
    """A stand-in for a provider that has one model and knows one key."""

    def answer(request):
        if "x-goog" not in str(request.headers).lower() and request.path.startswith("/v1beta/models"):
            return 200, {"models": [{"name": "models/local-model", "supportedGenerationMethods": ["generateContent"]}]}
        if request.headers["Authorization"] == "Bearer right":
            return 200, {"data": [{"id": "gpt-x"}]}
        return 401, {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}}

    return StandIn(answer)


@unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
class Tables(unittest.TestCase):
    """`results --csv`."""

    def rows(self, *results):
        with RedisServer() as server:
            for result in results:
                server.client().lpush(PREFIX + "results", json.dumps(result))
            done = run("results", "--csv", REDIS_URL=server.url())
            self.assertEqual(done.returncode, 0, done.stderr)
            return list(csv.DictReader(io.StringIO(done.stdout), strict=True))

    def test_each_row_of_votes_is_a_row_with_its_sheet(self):
        votes = [{"number": 1, "candidate_name": 'สมชาย "ก", ใจดี', "vote_count": 12, "vote_count_text": "สิบ\nสอง"}, {"number": 2, "party_name": "=cmd|' /C calc'!A0", "vote_count": 3}]
        report = {"form_info": {"province": "แพร่", "polling_station_number": 7}, "voter_statistics": {"eligible_voters": 20}, "ballot_statistics": {"good_ballots": 15}, "vote_results": votes}
        done = {"version": 1, "job_id": "a", "status": "needs_review", "reports": [report], "model": {"used": "m"}, "cost_usd": 0.25, "validation": {"disagreeing_fields": ["reports[0].vote_results[1].vote_count"]}}
        failed = {"version": 1, "job_id": "-1+1", "status": "failed", "error": {"type": "input.corrupt", "message": "m"}}
        rows = self.rows(done, failed)
        self.assertEqual([row["job_id"] for row in rows], ["a", "a", "'-1+1"])
        self.assertEqual([row["vote_count"] for row in rows], ["12", "3", ""])
        self.assertEqual([row["disagrees"] for row in rows], ["false", "true", ""])
        self.assertEqual(rows[0]["candidate_name"], 'สมชาย "ก", ใจดี')
        self.assertEqual(rows[0]["vote_count_text"], "สิบ\nสอง")
        self.assertEqual(rows[1]["party_name"], "'=cmd|' /C calc'!A0", "no formula")
        self.assertEqual((rows[1]["province"], rows[1]["polling_station_number"], rows[1]["good_ballots"], rows[1]["cost_usd"], rows[1]["form"]), ("แพร่", "7", "15", "0.25", "1"))
        self.assertEqual(rows[2]["error_type"], "input.corrupt")
        self.assertTrue(all(None not in row for row in rows), "as many cells as headings")


@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class Colours(unittest.TestCase):
    def on_a_terminal(self, *arguments, **variables):
        """What a command writes to a terminal."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen([program(), *arguments], env=ENVIRONMENT | variables, stdout=theirs, stderr=theirs)
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
        os.close(ours)
        self.assertEqual(process.wait(timeout=60), 0)
        return b"".join(parts)

    @unittest.skipUnless(installed("redis-server"), "needs redis-server")
    def test_people_read_tables_and_programs_json(self):
        steering = "\x1b]0;taken over\x07"
        run_ = {"n": 1, "kind": "error", "error_type": "llm.server", "message": "503" + steering, "stage": "model", "duration_ms": 1200, "worker": "w-1",
                "tries": [{"n": 1, "kind": "error", "error_type": "llm.server", "message": "overloaded", "model": "gemini-x", "http_status": 503}]}
        record = {"version": 1, "id": "dl-1", "job_id": "j1", "error_type": "llm.server", "fingerprint": "f", "stage": "model", "reason": "attempts_exhausted",
                  "message": "it was overloaded" + steering, "died_at": "2026-11-01T00:00:00Z", "attempts": [run_], "tags": {"a" + steering: steering}}
        line = {"version": 1, "id": "dl-1", "died_ms": int(time.time() * 1000), "record": record, "job": json.dumps({"id": "j1", "payload": {}})}
        with RedisServer() as server:
            address = {"REDIS_URL": server.url()}
            subprocess.run([program(), "dead", "import"], env=ENVIRONMENT | address, input=json.dumps(line), text=True, check=True, capture_output=True)
            shown = self.on_a_terminal("dead", "show", "dl-1", **address)
            for text in (b"Dead letter dl-1", b"llm.server at stage model: attempts exhausted", b"it was overloaded", b"call 1", b"gemini-x", b"(HTTP 503)", b"w-1"):
                self.assertIn(text, shown)
            self.assertNotIn(b"\x1b]0", shown)
            self.assertNotIn(b"{", shown)
            self.assertEqual(json.loads(self.on_a_terminal("dead", "show", "dl-1", "--json", **address))["id"], "dl-1")
            self.assertEqual(json.loads(run("dead", "show", "dl-1", **address).stdout)["id"], "dl-1")
            self.assertRegex(self.on_a_terminal("jobs", "show", "j1", **address), rb"STATE .*\r\n.*dead .*dl-1")
            self.assertEqual(json.loads(self.on_a_terminal("jobs", "show", "j1", "--json", **address).partition(b"\x1b[K")[2])["state"], "dead")

    def test_colours_are_for_terminals_without_no_color(self):
        escape = b"\x1b["
        self.assertIn(escape, self.on_a_terminal("profiles", "list"))
        self.assertNotIn(escape, self.on_a_terminal("profiles", "list", NO_COLOR="1"))
        self.assertNotIn(escape.decode(), run("profiles", "list").stdout)


@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class Completions(unittest.TestCase):
    def script(self, shell):
        done = run("--generate-completion-script", shell)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("vote-extractor", done.stdout)
        return done.stdout

    def completed(self, *words):
        """What bash offers after these words, the last of which is begun."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "vote-extractor"
            path.write_text(self.script("bash"))
            line = " ".join(("vote-extractor", *words))
            lines = f"""
                source {path}
                vote-extractor() {{ {program()} "$@"; }}
                COMP_WORDS=(vote-extractor {' '.join(repr(word) for word in words)})
                COMP_CWORD={len(words)}
                COMP_LINE={line!r} COMP_POINT={len(line)} COMP_TYPE=9
                function=$(complete -p vote-extractor | sed -E 's/.*-F ([^ ]+).*/\\1/')
                "$function" vote-extractor {words[-1]!r} {words[-2] if len(words) > 1 else 'vote-extractor'!r} 2>/dev/null
                printf '%s\\n' "${{COMPREPLY[@]}}"
            """
            done = subprocess.run(["bash", "--norc", "-c", lines], env=ENVIRONMENT, cwd=folder, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            return {word.strip() for word in done.stdout.splitlines()}

    @unittest.skipUnless(installed("bash"), "needs bash")
    def test_bash_completes_commands_and_options(self):
        offered = self.completed("")
        self.assertLessEqual({words[0] for words, _ in dump() if len(words) == 1}, offered)
        self.assertEqual(self.completed("exp"), {"experiment"})
        self.assertEqual(self.completed("dead", "li"), {"list"})
        self.assertEqual(self.completed("queue", "stats", "--js"), {"--json"})
        self.assertLessEqual({"--concurrency", "--config"}, self.completed("worker", "--con"))

    def test_other_shells_take_theirs(self):
        for shell, check in [("zsh", ["-n"]), ("fish", ["--no-execute"])]:
            with self.subTest(shell=shell):
                script = self.script(shell)
                for command in ("enqueue", "dead", "dashboard", "config"):
                    self.assertIn(command, script)
                if not installed(shell):
                    self.skipTest(f"needs {shell}")
                with tempfile.NamedTemporaryFile("w") as file:
                    file.write(script)
                    file.flush()
                    done = subprocess.run([shell, *check, file.name], capture_output=True, text=True)
                    self.assertEqual((done.returncode, done.stderr), (0, ""))


@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name) / "man1"
        subprocess.run([sys.executable, ROOT / "scripts/generate-manual", cls.folder], env=os.environ | {"VOTE_EXTRACTOR_PROGRAM": program()}, check=True)
        cls.pages = sorted(cls.folder.iterdir())

    def test_there_is_a_page_for_every_command(self):
        self.assertEqual({page.stem for page in self.pages}, {"-".join(("vote-extractor", *words)) for words, _ in dump()})

    @unittest.skipUnless(installed("groff"), "needs groff")
    def test_groff_has_nothing_to_complain_of(self):
        for page in self.pages:
            with self.subTest(page=page.name):
                done = subprocess.run(["groff", "-man", "-K", "utf8", "-Tutf8", "-ww", page], env=ENVIRONMENT, capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    @unittest.skipUnless(installed("mandoc"), "needs mandoc")
    def test_mandoc_has_nothing_to_complain_of(self):
        for page in self.pages:
            with self.subTest(page=page.name):
                done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stdout), (0, ""))

    @unittest.skipUnless(installed("man"), "needs man")
    def test_man_shows_it(self):
        environment = ENVIRONMENT | {"MANPATH": str(self.folder.parent), "MANWIDTH": "100", "MANPAGER": "cat"}
        done = subprocess.run(["man", "--warnings", "vote-extractor-worker"], env=environment, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for text in ("--concurrency", "VOTE_EXTRACTOR_CONCURRENCY", "vote-extractor worker --redis", "EXIT STATUS"):
            self.assertIn(text, done.stdout)


if __name__ == "__main__":
    unittest.main()
