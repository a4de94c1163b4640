# SPDX-License-Identifier: Apache-2.0
"""deploy/schemas/: they and the program agree about what a job is, and describe what it answers."""

import base64
import json
import signal
import time
import unittest

import jsonschema

from envelopes import VALIDATORS, complaints
from support import PREFIX, Model, RedisServer, Worker, eventually, installed, png, program, run

PAGE = base64.b64encode(png()).decode()
FILES = [{"data": PAGE}]
LATER = 4_000_000_000_000


def payload(**members):
    return {"payload": {"files": FILES, **members}}


def file(**members):
    return {"payload": {"files": [members]}}


# Members that a job may have besides its id; the worker runs it.
GOOD = {
    "least": payload(),
    "all": {
        "version": 1,
        "type": "vote_extraction",
        "enqueued_at": "2026-03-01T10:00:00.123Z",
        "headers": {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "x-number": 3},
        **payload(model="local-model", fallback_models=["local-b"], context={"candidates": []}, unknown=[1]),
        "options": {"max_attempts": 1, "timeout_ms": 86_400_000, "deadline_ms": LATER, "trace": "link", "new": {}},
        "user": {"id": "u", "role": "clerk"},
        "tags": {"province": "แพร่", "number": 1.5, "flag": True},
        "unknown": None,
    },
    "nulls": {
        **payload(model=None, fallback_models=None, temperature=None, top_k=None, context=None),
        **{name: None for name in ("version", "type", "enqueued_at", "headers", "options", "user", "tags")},
    },
    "moment in milliseconds": {"enqueued_at": 1_772_000_000_000, **payload()},
    "moment with an offset": {"enqueued_at": "2026-03-01T10:00:00+07:00", **payload()},
    "least of the options": {"options": {"max_attempts": 1, "deadline_ms": LATER, "not_before_ms": 0}, **payload()},
    "budget": {"options": {"budget_usd": 0.05}, **payload()},
    "most of the sampling": payload(temperature=2, max_tokens=65_536, top_p=1, top_k=1_000_000),
    "least of the sampling": payload(temperature=0.0, max_tokens=1, top_p=0, top_k=1),
    "named file": {"payload": {"files": [{"name": "p1.png", "data": PAGE, "uri": None, "media_type": "image/png"}]}},
    "user without an id": {"user": {"role": "clerk"}, **payload()},
    "old version": {"version": 0, **payload()},
}

# What is wrong with these, both say; the worker makes a dead letter without asking a model.
BAD = {
    "no payload": {},
    "payload not an object": {"payload": []},
    "no files": {"payload": {}},
    "empty files": {"payload": {"files": []}},
    "file of no kind": {"payload": {"files": [1]}},
    "file without a place": file(name="a"),
    "file with two places": file(uri="https://example.org/a.png", data=PAGE),
    "empty uri": file(uri=""),
    "short digest": file(data=PAGE, sha256="abc"),
    "digest of other letters": file(data=PAGE, sha256="g" * 64),
    "name not a string": file(data=PAGE, name=1),
    "empty model": payload(model=""),
    "model not a string": payload(model=1),
    "too many fallbacks": payload(fallback_models=["local-m"] * 11),
    "empty fallback": payload(fallback_models=[""]),
    "hot": payload(temperature=2.1),
    "cold": payload(temperature=-0.1),
    "temperature as text": payload(temperature="0"),
    "no tokens": payload(max_tokens=0),
    "too many tokens": payload(max_tokens=65_537),
    "part of a token": payload(max_tokens=1.5),
    "top_p": payload(top_p=1.01),
    "top_k": payload(top_k=0),
    "context not an object": payload(context=[]),
    "id not a string": {"id": 7, **payload()},
    "empty id": {"id": "", **payload()},
    "long id": {"id": "x" * 129, **payload()},
    "type not a string": {"type": 1, **payload()},
    "negative version": {"version": -1, **payload()},
    "version as text": {"version": "1", **payload()},
    "enqueued at some time": {"enqueued_at": "yesterday", **payload()},
    "enqueued in microseconds": {"enqueued_at": 1_772_000_000_000_000, **payload()},
    "enqueued before 1970": {"enqueued_at": "1969-12-31T23:59:59Z", **payload()},
    "headers not an object": {"headers": [], **payload()},
    "header not a text": {"headers": {"a": {}}, **payload()},
    "header null": {"headers": {"a": None}, **payload()},
    "tag not a text": {"tags": {"a": []}, **payload()},
    "options not an object": {"options": [], **payload()},
    "no attempts": {"options": {"max_attempts": 0}, **payload()},
    "too many attempts": {"options": {"max_attempts": 101}, **payload()},
    "no money": {"options": {"budget_usd": 0}, **payload()},
    "debts": {"options": {"budget_usd": -1}, **payload()},
    "money as text": {"options": {"budget_usd": "0.05"}, **payload()},
    "no time": {"options": {"timeout_ms": 0}, **payload()},
    "more than a day": {"options": {"timeout_ms": 86_400_001}, **payload()},
    "deadline as text": {"options": {"deadline_ms": "2026-03-01T10:00:00Z"}, **payload()},
    "deadline too late": {"options": {"deadline_ms": 10_000_000_000_000}, **payload()},
    "trace not a string": {"options": {"trace": True}, **payload()},
    "user not an object": {"user": "u", **payload()},
    "user id not a string": {"user": {"id": 1}, **payload()},
}


def envelope(name, members):
    return {"id": name, **members}


class Schemas(unittest.TestCase):
    def test_schemas_are_schemas(self):
        for validator in VALIDATORS.values():
            jsonschema.Draft202012Validator.check_schema(validator.schema)

    def test_good_and_bad_jobs(self):
        for name, members in GOOD.items():
            self.assertEqual(complaints("job", envelope(name, members)), [], name)
        for name, members in BAD.items():
            self.assertNotEqual(complaints("job", envelope(name, members)), [], name)
        self.assertNotEqual(complaints("job", payload()), [], "no id")
        self.assertNotEqual(complaints("job", []), [])

    def test_jobs_of_other_types_may_have_any_payload(self):
        self.assertEqual(complaints("job", {"id": "a", "type": "thumbnail", "payload": 7}), [])

    def test_broken_results_and_letters_are_told(self):
        with self.subTest("result"):
            self.assertNotEqual(complaints("result", {"version": 1, "job_id": "a", "status": "done"}), [])
        with self.subTest("dead letter"):
            self.assertNotEqual(complaints("dead-letter", {"version": 1, "id": "1"}), [])


@unittest.skipUnless(program() and installed("redis-server"), "needs vote-extractor and redis-server")
class Agreement(unittest.TestCase):
    """With a real worker: it runs what the schema takes and refuses what it refuses."""

    def test_the_worker_runs_good_jobs(self):
        with RedisServer() as server, Model() as model, Worker(server, model) as worker:
            results = self.results(server, GOOD)
            for name, result in results.items():
                with self.subTest(name):
                    self.assertIn(result["status"], ("succeeded", "needs_review"), result.get("error"))
                    self.assertEqual(complaints("result", result), [])
            self.assertEqual(results["all"]["tags"], {"province": "แพร่", "number": "1.5", "flag": "true"})
            self.assertEqual(worker.stop(), 0)

    def test_a_result_names_the_span_of_llm_observability(self):
        settings = {"DD_LLMOBS_ENABLED": "true", "DD_LLMOBS_ML_APP": "test"}
        with RedisServer() as server, Model() as model, Worker(server, model, environment=settings) as worker:
            [result] = self.results(server, {"observed": payload()}).values()
            self.assertEqual(complaints("result", result), [])
            self.assertIn("llmobs", result["trace"])
            self.assertEqual(worker.stop(), 0)

    def test_the_worker_refuses_bad_jobs(self):
        with RedisServer() as server, Model() as model, Worker(server, model) as worker:
            for name, members in BAD.items():
                server.client().lpush(PREFIX + "jobs", json.dumps(envelope(name, members)))
            server.client().lpush(PREFIX + "jobs", "not JSON", "[]", json.dumps(payload()))
            count = len(BAD) + 3
            for _ in range(count):
                result = self.result(server)
                with self.subTest(result["job_id"]):
                    self.assertEqual(result["status"], "failed")
                    self.assertIn(result["error"]["type"], ("job.undecodable", "input.unsupported", "job.unknown_type"))
                    self.assertEqual(complaints("result", result), [])
            self.assertEqual(model.calls, 0)
            self.assertEqual(len(self.letters(server)), count)
            self.assertEqual(worker.stop(), 0)

    def test_results_and_letters_of_every_kind(self):
        """Failed calls, a deadline that passed, a cancelled job, a job that takes its workers down."""
        with RedisServer() as server, Model() as model:
            with Worker(server, model, options=["--lease-seconds", "3"]) as worker:
                model.refusals = 1
                self.push(server, "refused", payload())
                self.expect(server, "refused", "failed")
                self.push(server, "late", {"options": {"deadline_ms": 1}, **payload()})
                self.expect(server, "late", "expired")
                server.client().zadd(PREFIX + "cancel", {"unwanted": int(time.time() * 1000)})
                self.push(server, "unwanted", payload())
                self.expect(server, "unwanted", "cancelled")
                self.push(server, "stranger", {"type": "thumbnail"})
                self.expect(server, "stranger", "failed")
                self.push(server, "slow", {"options": {"timeout_ms": 50, "max_attempts": 1}, **payload()})
                model.gate.clear()
                self.expect(server, "slow", "failed")
                self.push(server, "orphan", {"headers": {"baggage": "a=b"}, "tags": {"a": "b"}, **payload()})
                calls = model.calls
                eventually("the call", lambda: model.calls > calls)
                worker.stop(signal.SIGKILL)
                model.gate.set()
            with Worker(server, model, options=["--lease-seconds", "3"]) as second:
                result = self.expect(server, "orphan", "succeeded")
                self.assertEqual([each["kind"] for each in result["attempts"]], ["crash", "ok"])
                self.assertEqual(second.stop(), 0)
            letters = {letter["job_id"]: letter for letter in self.letters(server)}
            self.assertEqual(letters["late"]["reason"], "expired")
            self.assertEqual(letters["slow"]["attempts"][0]["kind"], "timeout")
            self.assertEqual(set(letters), {"refused", "late", "stranger", "slow"})

    def results(self, server, jobs):
        for name, members in jobs.items():
            self.push(server, name, members)
        results = [self.result(server) for _ in jobs]
        return {result["job_id"]: result for result in results}

    def push(self, server, name, members):
        server.client().lpush(PREFIX + "jobs", json.dumps(envelope(name, members)))

    def result(self, server):
        popped = server.client().brpop(PREFIX + "results", 60)
        self.assertIsNotNone(popped, "a result")
        return json.loads(popped[1])

    def expect(self, server, name, status):
        result = self.result(server)
        self.assertEqual((result["job_id"], result["status"]), (name, status), result.get("error"))
        self.assertEqual(complaints("result", result), [])
        return result

    def letters(self, server):
        """All dead letters, each as its schema says."""
        done = run(server, None, "dead", "list", "--json", "--limit", "1000")
        self.assertEqual(done.returncode, 0, done.stderr)
        letters = [json.loads(line) for line in done.stdout.splitlines()]
        for letter in letters:
            with self.subTest(letter["job_id"]):
                self.assertEqual(complaints("dead-letter", letter), [])
        return letters
