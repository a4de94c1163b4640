# SPDX-License-Identifier: Apache-2.0
"""The roles of deploy/redis: each can do its work, and nothing else."""

import base64
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import unittest
import urllib.request

import redis

from support import DEPLOY, PREFIX, QUEUE, ROOT, Model, RedisServer, Worker, eventually, free_port, installed, png, program, run, send_page

SCRIPTS = ROOT / "Sources/RedisJobQueue/Scripts"

# Which role runs which transition. A new script must be entered here, and its commands in the ACL.
ROLES_OF_SCRIPTS = {
    "claim": "worker",
    "start": "worker",
    "beat": "worker",
    "settle": "worker",
    "takeover": "worker",
    "rebase": "worker",
    "first": "worker",
    "unstage": "worker",
    "cancel": "operator",
    "hasten": "operator",
    "review": "operator",
    "redrive": "operator",
    "delete": "operator",
    "edit": "operator",
    "import": "operator",
    "page": "operator",
    "groups": "operator",
    "tally": "operator",
    "totals": "operator",
    "check_flight": "doctor",
    "check_pairs": "doctor",
    "check_letters": "doctor",
    "check_strays": "doctor",
    "check_index": "doctor",
    "check_counts": "doctor",
    "mend_letter": "doctor",
    "mend_bytes": "doctor",
}

# What is put before scripts.
SHARED = ["prelude", "dead_letters"]

GATE_SCRIPTS = ROOT / "Sources/RedisModelGates/Scripts"

# The same of the gates of models and of what calls cost, which have their own scripts; with what is put before each.
ROLES_OF_GATE_SCRIPTS = {
    "admit": ("prelude", ["worker"]),
    "settle": ("prelude", ["worker"]),
    "note": (None, ["worker", "operator"]),
    "force": ("prelude", ["operator"]),
    "status": ("prelude", ["operator"]),
    "reserve": ("spend_prelude", ["worker"]),
    "charge": ("spend_prelude", ["worker"]),
    "spent": ("spend_prelude", ["operator"]),
}
GATE_PRELUDES = {"prelude", "spend_prelude"}

# What the driver does without on Redis 7, for which the template is.
BEFORE_7 = {"pttl"}

# What KEDA's scaler sends: a script that asks for the type and then for the length.
KEDA = """
local listType = redis.call('type', KEYS[1]).ok
local cmd = {zset = 'zcard', set = 'scard', list = 'llen', hash = 'hlen', none = 'llen'}
return redis.call(cmd[listType], KEYS[1])
"""

FORBIDDEN = {
    "default": ["PING", "GET x"],
    "producer": [
        "RPUSH Qjobs x",
        "LRANGE Qjobs 0 -1",
        "LPUSH Qresults x",
        "LPUSH {other}:jobs x",
        "SET Qjobs x",
        "GET Qblob:x",
        "DEL Qjobs",
        "EVAL return(1) 0",
        "KEYS *",
    ],
    "consumer": ["LPUSH Qresults x", "LPUSH Qjobs x", "LRANGE Qjobs 0 -1", "RPOP Qjobs", "EVAL return(1) 0", "DEL Qresults"],
    "worker": [
        "SET Qblob:x y",
        "DEL Qdead",
        "FLUSHALL",
        "FLUSHDB",
        "KEYS *",
        "SCAN 0",
        "CONFIG GET *",
        "CONFIG SET maxmemory 1",
        "SCRIPT FLUSH",
        "CLIENT LIST",
        "CLIENT KILL ID 1",
        "SHUTDOWN",
        "MONITOR",
        "ACL LIST",
        "LPUSH {other}:jobs x",
        "GET other",
        "PUBLISH x y",
        "REPLICAOF no one",
    ],
    "operator": [
        "ZADD Qlease 1 x",
        "HSET Qflight 1 x",
        "INCR Qseq",
        "RPOP Qstage:x",
        "LPUSH Qresults x",
        "RPUSH Qresults x",
        "ZADD Qdone 1 x",
        "ZINCRBY Qdone 1 x",
        "SET Qblob:x y GET",
        "ZREM Qlater 1",
        "HDEL Qlater:rec 1",
        "DEL Qdead",
        "FLUSHALL",
        "KEYS *",
        "CONFIG GET *",
        "GET Qblob:x",
        "LPUSH {other}:jobs x",
        "ACL LIST",
    ],
    "scaler": ["LRANGE Qjobs 0 -1", "LPUSH Qjobs x", "LLEN Qresults", "ZRANGE Qlease 0 -1", "INFO", "DEL Qjobs", "EVALSHA x 0",
               "ZRANGE Qworkers 0 -1", "HVALS Qworkers:left", "ZRANGE Qworkers:left 0 -1", "HGETALL Qworkers:info", "HSET Qworkers:info x y",
               "HVALS Qflight", "HVALS Qctl", "SCRIPT LOAD x", "SCRIPT KILL"],
    "monitor": ["LRANGE Qjobs 0 -1", "ZRANGE Qdead 0 -1", "EVAL return(1) 0", "CONFIG SET x y", "DEL Qjobs", "LLEN other"],
}


def acl_users():
    """The rules of each user in the template."""
    lines = (DEPLOY / "redis/users.acl.template").read_text().splitlines()
    return {line.split()[1]: line for line in lines if line.startswith("user ")}


@unittest.skipUnless(installed("redis-server"), "needs redis-server")
class RedisRoles(unittest.TestCase):
    def test_every_command_of_a_script_is_allowed_to_who_runs_it(self):
        users = acl_users()
        prelude = "".join((SCRIPTS / f"{name}.lua").read_text() for name in SHARED)
        names = {path.stem for path in SCRIPTS.glob("*.lua")} - set(SHARED)
        self.assertEqual(names, set(ROLES_OF_SCRIPTS), "say in ROLES_OF_SCRIPTS which role runs each script")
        functions = self.functions(prelude)
        for name, role in ROLES_OF_SCRIPTS.items():
            script = (SCRIPTS / f"{name}.lua").read_text()
            allowed = set(re.findall(r"\+([a-z|]+)", users[role]))
            missing = self.commands(script, functions) - allowed
            self.assertFalse(missing, f"{name}.lua needs these for {role} in deploy/redis/users.acl.template")

    def test_every_command_of_a_gate_script_is_allowed_on_gates(self):
        texts = {path.stem: path.read_text() for path in GATE_SCRIPTS.glob("*.lua")}
        names = set(texts) - GATE_PRELUDES
        self.assertEqual(names, set(ROLES_OF_GATE_SCRIPTS), "say in ROLES_OF_GATE_SCRIPTS who runs each script")
        for name, (prelude, roles) in ROLES_OF_GATE_SCRIPTS.items():
            script = texts[name] + texts.get(prelude, "")
            used = {command.lower() for command in re.findall(r"redis\.call\('(\w+)'", script)}
            for role in roles:
                selector = re.search(r"\(~\{model:\* ([^)]*)\)", acl_users()[role]).group(1)
                self.assertFalse(used - set(re.findall(r"\+([a-z|]+)", selector)), f"{name}.lua, {role}")

    def commands(self, script, functions):
        """The commands of a script and of what it uses from the prelude."""
        found = {command.lower() for command in re.findall(r"redis\.call\('(\w+)'", script)}
        for name, body in functions.items():
            if re.search(rf"\b{name}\(", script):
                rest = {other: text for other, text in functions.items() if other != name}
                found |= self.commands(body, rest)
        return found

    @staticmethod
    def functions(prelude):
        parts = re.split(r"^local function (\w+)", prelude, flags=re.M)
        return dict(zip(parts[1::2], parts[2::2]))

    def test_every_command_of_the_driver_is_allowed_to_somebody(self):
        allowed = set(re.findall(r"\+([a-z|]+)", "".join(acl_users().values())))
        sources = [*(ROOT / "Sources/RedisJobQueue").rglob("*.swift"), *GATE_SCRIPTS.parent.rglob("*.swift")]
        for path in sources:
            for name in re.findall(r'RedisCommand\(\s*"(\w+)"', path.read_text()):
                names = {command.split("|")[0] for command in allowed} | BEFORE_7
                self.assertIn(name.lower(), names, f"{path.name}: {name}")

    def test_what_a_role_need_not_do_is_refused(self):
        with RedisServer(roles=True) as server:
            for role, commands in FORBIDDEN.items():
                for command in commands:
                    with self.subTest(role=role, command=command):
                        client = server.client(None if role == "default" else role)
                        with self.assertRaises((redis.exceptions.NoPermissionError, redis.AuthenticationError)):
                            client.execute_command(*command.replace("Q", PREFIX).split(" "))

    def rights(self, server, role="doctor", code=0):
        done = run(server, role, "doctor", "--queue-only", "--json")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return {finding["subject"].removeprefix("Redis user "): (finding["state"], finding["text"]) for finding in json.loads(done.stdout)["rights"]}

    @unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
    def test_doctor_tells_of_each_right_that_a_role_lacks(self):
        with RedisServer(roles=True) as server:
            roles = set(acl_users()) - {"default", "admin", "monitor"}
            found = self.rights(server)
            self.assertEqual(set(found), roles)
            self.assertEqual({state for state, _ in found.values()}, {"ok"}, found)
            for role in roles - {"doctor"}:
                server.client("admin").execute_command("ACL", "SETUSER", role, "clearselectors", "resetkeys", "-@all")
            found = self.rights(server, code=1)
            for role in roles - {"doctor"}:
                state, text = found[role]
                self.assertEqual(state, "bad")
                needed = set(re.findall(r"\+([a-z|]+)", acl_users()[role]))
                self.assertEqual(needed - set(text.split("reach: ")[1].split(";")[0].split()), set(), role)

    @unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
    def test_doctor_asks_for_every_key_of_a_role(self):
        with RedisServer(roles=True) as server:
            users = {role: rules for role, rules in acl_users().items() if role not in ("default", "admin", "monitor", "doctor")}
            for role in users:
                server.client("admin").execute_command("ACL", "SETUSER", role, "clearselectors", "resetkeys", "+@all")
            found = self.rights(server, code=1)
            for role, rules in users.items():
                # Of keys that may only be read in a role, the whole queue's, one stands for all.
                wanted = {key.replace("@QUEUE@", QUEUE).replace("}:*", "}:x").replace(":*", ":x") for key in re.findall(r"~([^ )]+)", rules)}
                self.assertEqual(wanted - {word.rstrip("}") for word in found[role][1].split("reach: ")[1].split(";")[0].split()}, set(), role)

    @unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
    def test_doctor_looks_at_who_has_a_name_of_its_own(self):
        with RedisServer(roles=True) as server:
            admin = server.client("admin")
            self.assertEqual(self.rights(server, "admin")["admin"], ("ok", "may do all that the role worker needs"))
            admin.execute_command("ACL", "SETUSER", "doctor", "-acl")
            [(subject, (state, text))] = self.rights(server).items()
            self.assertEqual((subject, state), ("Redis users", "note"))
            self.assertIn("+acl|dryrun", text)

    def test_a_wrong_password_is_refused(self):
        with RedisServer(roles=True) as server:
            server.passwords["worker"] = server.passwords["producer"]
            with self.assertRaises(redis.AuthenticationError):
                server.client("worker").ping()

    def test_scaler_sees_backlog_and_jobs_in_flight(self):
        with RedisServer(roles=True) as server:
            admin, scaler = server.client("admin"), server.client("scaler")
            self.assertTrue(scaler.ping())
            self.assertEqual([scaler.eval(KEDA, 1, PREFIX + key) for key in ("jobs", "lease")], [0, 0])
            admin.lpush(PREFIX + "jobs", "a", "b")
            admin.zadd(PREFIX + "lease", {"1": 1, "2": 2, "3": 3})
            self.assertEqual([scaler.eval(KEDA, 1, PREFIX + key) for key in ("jobs", "lease")], [2, 3])

    def test_monitor_sees_figures_and_lengths(self):
        with RedisServer(roles=True) as server:
            server.client("admin").lpush(PREFIX + "jobs", "a")
            monitor = server.client("monitor")
            self.assertIn("used_memory", monitor.info())
            self.assertEqual(monitor.type(PREFIX + "jobs"), b"list")
            self.assertEqual(monitor.llen(PREFIX + "jobs"), 1)

    def test_operator_imports_letters_beside_jobs_in_flight(self):
        with RedisServer(roles=True) as server:
            server.client("admin").hset(PREFIX + "flight", "@7", "a worker")
            operator = server.client("operator")
            names = ["dead", "dead:rec", "dead:job", "dead:facets", "dead:ix", "dead:class", "dead:fp", "dead:count"]
            keys = [PREFIX + name for name in [*names, "seq", "flight"]]
            digest = operator.script_load("".join((SCRIPTS / f"{name}.lua").read_text() for name in [*SHARED, "import"]))
            died = operator.time()[0] * 1000
            letters = [part for name in ("dl-7", "dl-8") for part in (name, died, "class", "class/f", "", "{}", "job")]
            replies = operator.evalsha(digest, len(keys), *keys, 10, 1_000_000, 1_000_000, *letters)
            self.assertEqual(replies, [b"taken", b"imported"])

    def test_consumer_moves_results_to_a_list_of_its_own(self):
        with RedisServer(roles=True) as server:
            server.client("admin").lpush(PREFIX + "results", "r")
            consumer = server.client("consumer")
            consumer.blmove(PREFIX + "results", PREFIX + "results:mine", 1, "RIGHT", "LEFT")
            self.assertEqual(consumer.lrem(PREFIX + "results:mine", 1, "r"), 1)

    @unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
    def test_each_role_does_its_work_and_is_refused_nothing(self):
        with RedisServer(roles=True) as server, Model() as model:
            address = f"127.0.0.1:{free_port()}"
            with Worker(server, model, "worker", ["--lease-seconds", "3", "--health-address", address]) as worker:
                self.scrape(address)
                self.send_pages(server)
                self.send_bad_job(server)
                self.look_at_gates(server)
                self.pause_and_cancel(server, model)
                self.run_now(server)
                self.lose_a_worker(server, model, worker)
            denials = server.client("admin").acl_log()
            self.assertEqual([(entry["username"], entry["object"]) for entry in denials], [])

    @unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
    def test_a_worker_of_two_queues_does_the_work_of_both(self):
        with RedisServer(roles=True, queues=(QUEUE, "urgent")) as server, Model() as model:
            with Worker(server, model, "worker", ["--also-queue", "urgent", "--lease-seconds", "3"]) as worker:
                job = json.dumps({"id": "a", "payload": {"files": [{"data": base64.b64encode(png()).decode()}]}})
                for prefix in (PREFIX, "{urgent}:"):
                    server.client("producer").lpush(prefix + "jobs", job)
                    name, result = server.client("consumer").brpop(prefix + "results", 60) or (prefix, "null")
                    self.assertIn(json.loads(result)["status"], ("succeeded", "needs_review"), name)
                self.assertEqual(worker.stop(), 0)
            self.assertEqual([(entry["username"], entry["object"]) for entry in server.client("admin").acl_log()], [])

    def scrape(self, address):
        """The worker may ask for all figures of its queue that it shows."""
        ask = [program(), "health", "--ready", "--address", address]
        eventually("its readiness", lambda: subprocess.run(ask, capture_output=True).returncode == 0)
        with urllib.request.urlopen(f"http://{address}/metrics") as answer:
            self.assertIn(b'vote_extractor_queue_up{queue="vote-extraction"} 1\n', answer.read())

    def send_pages(self, server):
        """By command and by hand; the results come to the consumer and, on request, to who sent the pages."""
        with tempfile.NamedTemporaryFile(suffix=".png") as page:
            page.write(png())
            page.flush()
            sent = run(server, "producer", "enqueue", page.name, "--id", "by-command")
            self.assertEqual(sent.returncode, 0, sent.stderr)
            waited = run(server, "operator", "enqueue", page.name, "--wait")
            self.assertEqual(waited.returncode, 0, waited.stderr)
            self.assertIn(json.loads(waited.stdout)["status"], ("succeeded", "needs_review"))
        send_page(server, "by-hand")
        popped = {json.loads(server.client("consumer").brpop(PREFIX + "results", 60)[1])["job_id"]}
        eventually("the other result", lambda: server.client("consumer").llen(PREFIX + "results"))
        taken = run(server, "consumer", "results", "--take")
        self.assertEqual(taken.returncode, 0, taken.stderr)
        popped |= {json.loads(line)["job_id"] for line in taken.stdout.splitlines()}
        self.assertEqual(popped, {"by-command", "by-hand"})

    def look_at_gates(self, server):
        """The worker's calls passed the gate of their model, which the operator sees and forces."""
        listed = run(server, "operator", "gates", "list", "--json")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        gates = [json.loads(line)["gate"] for line in listed.stdout.splitlines()]
        self.assertEqual(gates, ["local/local-model"])
        spent = run(server, "operator", "spend", "--json")
        self.assertEqual(spent.returncode, 0, spent.stderr)
        self.assertGreater(json.loads(spent.stdout)["calls"], 0)
        for command in ("close", "open", "reset"):
            forced = run(server, "operator", "gates", command, gates[0])
            self.assertEqual(forced.returncode, 0, forced.stderr)

    def send_bad_job(self, server):
        """It becomes a dead letter, which the operator finds, reads and sends back."""
        send_page(server, "bad", files=[])
        self.assertEqual(self.result(server)["status"], "failed")
        listed = run(server, "operator", "dead", "list", "--json")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        letter = json.loads(listed.stdout)["id"]
        for command in (
            ["show", letter],
            ["list", "--class", "input.unsupported", "--reason", "not_retryable"],
            ["groups"],
            ["stats"],
            ["retry", letter, "--dry-run"],
        ):
            done = run(server, "operator", "dead", *command)
            self.assertEqual(done.returncode, 0, done.stderr)
        exported = run(server, "operator", "dead", "export")
        self.assertEqual(exported.returncode, 0, exported.stderr)
        for command, text in (
            (["delete", "--all"], None),
            (["import"], exported.stdout),
            (["edit", letter], run(server, "operator", "dead", "show", letter, "--job").stdout.replace("[]", '["file:///a"]')),
        ):
            done = run(server, "operator", "dead", *command, text=text)
            self.assertEqual(done.returncode, 0, done.stderr)
        for command in (["queue", "stats", "--memory"], ["workers"], ["jobs", "show", "bad"], ["queue", "drain"], ["queue", "resume"]):
            done = run(server, "operator", *command)
            self.assertEqual(done.returncode, 0, done.stderr)
        for command in ([], ["--repair"]):
            done = run(server, "doctor", "doctor", *command)
            self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        for command in (["retry", "--all"],):
            done = run(server, "operator", "dead", *command)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.result(server)["status"], "failed")

    def pause_and_cancel(self, server, model):
        operator = server.client("operator")
        script = (SCRIPTS / "prelude.lua").read_text() + (SCRIPTS / "cancel.lua").read_text()
        operator.hset(PREFIX + "ctl", "mode", "paused")
        send_page(server, "unwanted")
        digest = operator.script_load(script)
        self.assertEqual(operator.evalsha(digest, 2, PREFIX + "done", PREFIX + "cancel", 60_000, 60_000, "unwanted"), [b"unwanted"])
        calls = model.calls
        operator.hdel(PREFIX + "ctl", "mode")
        self.assertEqual(self.result(server)["status"], "cancelled")
        self.assertEqual(model.calls, calls)

    def run_now(self, server):
        """What a worker has put off comes when the operator wants it."""
        later = redis.Redis.time(server.client("admin"))[0] * 1000 + 3_600_000
        server.client("producer").lpush(PREFIX + "jobs", json.dumps({"id": "early", "options": {"not_before_ms": later}, "payload": {"files": []}}))
        eventually("the delayed job", lambda: server.client("operator").zcard(PREFIX + "later"))
        done = run(server, "operator", "jobs", "run", "early")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.result(server)["job_id"], "early")

    def lose_a_worker(self, server, model, worker):
        """Another takes its job over, tries it again later and answers."""
        model.gate.clear()
        calls = model.calls
        send_page(server, "orphan")
        eventually("the call", lambda: model.calls > calls)
        worker.stop(signal.SIGKILL)
        model.gate.set()
        with Worker(server, model, "worker", ["--lease-seconds", "3"]) as second:
            self.assertEqual(self.result(server)["job_id"], "orphan")
            self.assertEqual(second.stop(), 0)
            self.assertNotIn("NOPERM", second.log)

    def result(self, server):
        popped = server.client("consumer").brpop(PREFIX + "results", 60)
        self.assertIsNotNone(popped, "a result")
        return json.loads(popped[1])


class RenderACL(unittest.TestCase):
    @staticmethod
    def render(*arguments):
        """What it writes with new passwords, and these."""
        command = [DEPLOY / "redis/render-acl", *arguments]
        made = subprocess.run([command[0], "--passwords"], check=True, capture_output=True, text=True).stdout
        passwords = dict(line.split("=") for line in made.split())
        done = subprocess.run(command, env=os.environ | passwords, capture_output=True, text=True)
        return done, passwords

    @unittest.skipUnless(installed("redis-server"), "needs redis-server")
    def test_queues_of_strangers_get_users_of_their_own(self):
        """As its first lines say: what is written with a prefix stands behind another queue's users."""
        others, passwords = self.render("--prefix", "others-", "others")
        with RedisServer(roles=True) as server:
            with open(f"{server.folder}/users.acl", "a") as file:
                file.write(others.stdout)
            server.client("admin").acl_load()
            # A new connection, as the file says who may have one.
            other = redis.Redis(unix_socket_path=server.socket, username="others-worker", password=passwords["REDIS_WORKER_PASSWORD"])
            self.assertEqual(other.lpush("{others}:jobs", "x"), 1)
            with self.assertRaises(redis.exceptions.NoPermissionError):
                other.lpush(PREFIX + "jobs", "x")
            with self.assertRaises(redis.exceptions.NoPermissionError):
                server.client("worker").lpush("{others}:jobs", "x")
            self.assertEqual(len(server.client("admin").acl_users()), 2 * len(acl_users()) - 2)

    def test_names_that_could_be_rules_are_refused(self):
        for arguments in (["a b"], ["a", "b*"], [""], ["--prefix", "a b", "q"], ["--prefix", ""], ["--prefix"]):
            done, _ = self.render(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)

    def test_missing_or_short_passwords_are_refused(self):
        render = pathlib.Path(DEPLOY / "redis/render-acl")
        for environment in ({}, {"REDIS_ADMIN_PASSWORD": "short"}):
            done = subprocess.run([render], env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn("REDIS_ADMIN_PASSWORD", done.stderr)
        done = subprocess.run([render, "a{b}"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (2, ""))


if __name__ == "__main__":
    unittest.main()
