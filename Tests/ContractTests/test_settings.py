# SPDX-License-Identifier: Apache-2.0
"""Settings: flag before variable before file before default, told by `vote-extractor config`; and what is refused."""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest

from support import ROOT, program

LIBRARIES = [ROOT / "Sources" / name for name in ("LLMObservability", "LLMExperiments")]


def run(*arguments, **variables):
    """Runs a command with nothing in its environment but these variables."""
    environment = {"PATH": os.environ["PATH"]} | variables
    return subprocess.run([program(), *arguments], env=environment, capture_output=True, text=True, timeout=60)


def config(*arguments, **variables):
    done = run("config", "--json", *arguments, **variables)
    told = json.loads(done.stdout)
    return {setting["setting"]: setting for setting in told["settings"]}


def commands(command, above=()):
    yield above, command
    for below in command.get("subcommands", []):
        if below["commandName"] != "help":
            yield from commands(below, (*above, below["commandName"]))


@unittest.skipUnless(program(), "needs vote-extractor: swift build --product vote-extractor")
class Settings(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, content):
        path = pathlib.Path(self.folder.name) / "settings.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    def told(self):
        """The variables that options name as theirs, with the option."""
        dump = json.loads(run("--experimental-dump-help").stdout)["command"]
        for words, command in commands(dump):
            for argument in command.get("arguments", []):
                for variable in re.findall(r"\(([A-Z]+_[A-Z0-9_]+)\)", argument.get("abstract", "")):
                    names = [f"--{name['name']}" for name in argument["names"] if name["kind"] == "long"]
                    yield variable, names[0], words

    def test_every_option_with_a_variable_is_a_setting_and_the_other_way_round(self):
        told = {(variable, flag) for variable, flag, words in self.told() if words != ("health",)}
        listed = {(setting["variable"], setting["flag"]) for setting in config().values() if setting["flag"]}
        self.assertEqual({pair for pair in told if not pair[1].startswith("--no-")}, listed | {("VOTE_EXTRACTOR_CONFIG", "--config")})

    def test_each_command_that_reads_a_setting_takes_the_file(self):
        flags = {}
        for _, flag, words in self.told():
            flags.setdefault(words, set()).add(flag)
        for words, names in flags.items():
            with self.subTest(command=" ".join(words)):
                self.assertIn("--config", names)

    def test_flag_before_variable_before_file_before_default(self):
        path = self.file({"concurrency": 3, "stream": True, "fallback_models": ["a", "b"], "dd_env": "filed"})
        where = lambda *arguments, **variables: {
            name: (row["value"], row["source"]) for name, row in config(*arguments, **variables).items()
        }
        self.assertEqual(where()["concurrency"], (8, "default"))
        filed = where("--config", path)
        self.assertEqual(filed["concurrency"], (3, "file"))
        self.assertEqual(filed["stream"], (True, "file"))
        self.assertEqual(filed["fallback_models"], (["a", "b"], "file"))
        self.assertEqual(filed["dd_env"], ("filed", "file"))
        both = where(VOTE_EXTRACTOR_CONFIG=path, VOTE_EXTRACTOR_CONCURRENCY="4", VOTE_EXTRACTOR_FALLBACK_MODELS="c, d", DD_ENV="told")
        self.assertEqual(both["concurrency"], (4, "environment"))
        self.assertEqual(both["fallback_models"], (["c", "d"], "environment"))
        self.assertEqual(both["dd_env"], ("told", "environment"))
        all = where("worker", "--concurrency", "5", "--no-stream", f"--config={path}", VOTE_EXTRACTOR_CONCURRENCY="4")
        self.assertEqual(all["concurrency"], (5, "flag"))
        self.assertEqual(all["stream"], (False, "flag"))
        self.assertNotIn("dashboard_port", all)

    def test_the_help_of_a_command_shows_what_it_would_run_with(self):
        path = self.file({"concurrency": 3, "max_long_side": 3072, "queue": "second"})
        text = re.sub(r"\s+", " ", run("worker", "--help", "--config", path, VOTE_EXTRACTOR_CONCURRENCY="4").stdout)
        for default in ("default: 4)", "default: 3072)", "default: second)"):
            self.assertIn(default, text)

    def test_a_number_that_is_none_is_refused_with_its_variable_and_what_is_allowed(self):
        for row in config().values():
            range = re.match(r"a whole number from (\d+) to (\d+)", row["allowed"])
            command = "dashboard" if row["setting"].startswith("dashboard_") else "worker"
            for value in ("abc", "1.5", str(int(range[2]) + 1)) if range else ():
                with self.subTest(variable=row["variable"], value=value):
                    done = run(command, **{row["variable"]: value})
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn(f"{row['variable']} must be {row['allowed']}, not '{value}'", done.stderr)

    def test_other_values_that_cannot_be_used_are_refused_as_well(self):
        for command, variable, value in [
            ("worker", "VOTE_EXTRACTOR_STREAM", "maybe"), ("worker", "LOG_LEVEL", "loud"), ("worker", "REDIS_URL", "http://x"),
            ("worker", "VOTE_EXTRACTOR_SECOND_OPINION", "often"), ("worker", "VOTE_EXTRACTOR_ALSO_QUEUES", "a,b=0"),
            ("worker", "VOTE_EXTRACTOR_HEALTH_ADDRESS", "nowhere"), ("dashboard", "VOTE_EXTRACTOR_DASHBOARD_READ_ONLY", "2"),
            ("worker", "VOTE_EXTRACTOR_QUEUE_ORDER", "any"), ("dashboard", "VOTE_EXTRACTOR_QUEUE", "a{b"),
        ]:
            with self.subTest(variable=variable):
                done = run(command, **{variable: value})
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(f"{variable} must be ", done.stderr)
                self.assertIn(value, done.stderr)

    def test_a_wrong_value_hurts_who_reads_it_only(self):
        self.assertEqual(run("profiles", "list", VOTE_EXTRACTOR_CONCURRENCY="abc").returncode, 0)
        self.assertEqual(run("worker", "--help", VOTE_EXTRACTOR_CONCURRENCY="abc").returncode, 0)
        done = run("worker", "--concurrency", "4", "--also-queue", "a=0", VOTE_EXTRACTOR_CONCURRENCY="abc")
        self.assertNotIn("CONCURRENCY must", done.stderr)  # what stops it is the other option

    def test_what_is_wrong_with_the_file_is_told(self):
        for content, complaint in [
            ({"concurency": 3}, "there is no setting 'concurency'; did you mean 'concurrency'?"),
            ({"max-long-side": 3072}, "did you mean 'max_long_side'?"),
            ({"dd_serivce": "x"}, "did you mean 'dd_service'?"),
            ({"something_else_entirely": 3}, "there is no setting 'something_else_entirely'"),
            ({"concurrency": 0}, "settings.json: concurrency must be a whole number from 1 to 10000, not '0'"),
            ({"concurrency": "many"}, "not 'many'"),
            ({"concurrency": [1]}, "settings.json: concurrency must be a whole number"),
            ({"model": {"name": "x"}}, "settings.json: model must be a text"),
            ({"fallback_models": "x"}, "settings.json: fallback_models must be a list"),
            ({"dd_env": ["x"]}, "settings.json: dd_env must be a text"),
            ({"stream": "perhaps"}, "settings.json: stream must be true or false"),
            ([], "write one JSON object"),
            ("{", "is no JSON"),
        ]:
            with self.subTest(content=content):
                path = self.file(content)
                done = run("worker", "--config", path)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(complaint, done.stderr)
                done = run("config", "--config", path)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(complaint, done.stderr)
        done = run("profiles", "list", VOTE_EXTRACTOR_CONFIG=f"{self.folder.name}/none.json")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("is not there, or cannot be read", done.stderr)
        for arguments in (["worker", "--help"], ["help", "worker"], ["--version"], ["profiles", "show", "thai-ss518"]):
            with self.subTest(arguments=arguments):
                done = run(*arguments, VOTE_EXTRACTOR_CONFIG=f"{self.folder.name}/none.json")
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_variable_of_ours_that_is_no_setting_is_told_of(self):
        wrong = {"VOTE_EXTRACTOR_CONCURENCY": "3", "VOTE_EXTRACTOR_X": "1"}
        links = {"VOTE_EXTRACTOR_SERVICE_HOST": "10.0.0.1", "VOTE_EXTRACTOR_SERVICE_PORT_HTTP": "80", "VOTE_EXTRACTOR_PORT": "tcp://10.0.0.1:80",
                 "VOTE_EXTRACTOR_PORT_80_TCP_ADDR": "10.0.0.1"}
        done = run("config", "--json", **wrong, **links)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(json.loads(done.stdout)["problems"],
                         ["there is no setting VOTE_EXTRACTOR_CONCURENCY; did you mean VOTE_EXTRACTOR_CONCURRENCY?", "there is no setting VOTE_EXTRACTOR_X"])
        self.assertEqual(run("config", **links).returncode, 0)
        self.assertEqual(run("profiles", "list", **wrong).returncode, 0)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = run("dashboard", "--port", str(taken.getsockname()[1]), **wrong)
            self.assertIn("did you mean VOTE_EXTRACTOR_CONCURRENCY?", done.stderr)
        done = run("worker", "--model", "gpt-x", **wrong)
        self.assertIn("did you mean VOTE_EXTRACTOR_CONCURRENCY?", done.stderr)

    def test_the_default_is_shown_where_there_is_one(self):
        shown = {name: row["value"] for name, row in config().items()}
        self.assertLessEqual({"second_opinion": "failed", "profile": "thai-ss518", "gemini_base_url": "https://generativelanguage.googleapis.com",
                              "openai_base_url": "https://api.openai.com/v1", "anthropic_base_url": "https://api.anthropic.com",
                              "aws_default_region": "us-east-1"}.items(), shown.items())
        # What is really nothing unless somebody says otherwise.
        self.assertEqual({name for name, value in shown.items() if value is None and not name.endswith(("_key", "_token", "_keys", "_id"))}, {
            "sealing_keys_file", "redact_file", "aws_region", "aws_endpoint_url_s3", "aws_endpoint_url", "grace_seconds", "memory_limit_mb",
            "health_address", "hedge_after_seconds", "job_budget_usd", "day_budget_usd", "result_cache_hours", "google_application_credentials",
            "gce_metadata_host", "google_cloud_project", "vertex_base_url", "prices", "dashboard_token_file", "thinking"})
        self.assertIsNone(config("worker", "--profile-file", "own.json")["profile"]["value"])

    def test_what_is_wrong_with_a_setting_comes_with_the_usage_of_the_command(self):
        for arguments, variables in ([["worker"], {"VOTE_EXTRACTOR_CONCURRENCY": "0"}], [["dead", "list"], {"REDIS_URL": "http://x"}],
                                     [["worker", "--second-opinion", "always", "--model", "local-x"], {}]):
            with self.subTest(arguments=arguments):
                done = run(*arguments, **variables)
                self.assertEqual(done.returncode, 2, done.stderr)
                command = "vote-extractor " + " ".join(word for word in arguments if word in ("worker", "dead", "list"))
                self.assertIn(f"\nUsage: {command} <", done.stderr)
                self.assertIn(f"\n  See '{command} --help' for more information.\n", done.stderr)

    def test_secrets_are_not_shown(self):
        secret = "s3cr3t-5f1c"
        variables = {row["variable"]: secret for row in config().values() if row["variable"].endswith(("_KEY", "_TOKEN"))}
        self.assertGreater(len(variables), 4)
        variables |= {"DD_API_KEY": secret, "DD_APP_KEY": secret, "OPENAI_BASE_URL": f"https://u:{secret}@example.org/v1"}
        for url in (f"redis://u:{secret}@h:1/0", f"rediss://:{secret}@h", f"unix://u:{secret}@/x.sock",
                    f"redis+sentinel://u:{secret}@a,b/m?sentinel_username=x&sentinel_password={secret}",
                    f"http://u:{secret}@no-redis"):
            for form in ([], ["--json"]):
                done = run("config", *form, REDIS_URL=url, **variables)
                self.assertNotIn(secret, done.stdout + done.stderr)
                self.assertIn("********", done.stdout)
        self.assertNotIn(secret, run("worker", REDIS_URL=f"http://u:{secret}@no-redis").stderr)
        self.assertNotIn(secret, run("config", "worker", "--redis", f"redis://u:{secret}@h").stdout)

    def test_datadog_variables_are_those_of_the_libraries(self):
        listed = re.findall(r'"(DD_\w+)"', (ROOT / "Sources/vote-extractor/Settings/DatadogVariables.swift").read_text())
        page = (ROOT / "Sources/DatadogTracing/DatadogTracing.docc/Settings.md").read_text()
        read = set(re.findall(r"^\| `(DD_[A-Z0-9_]+)`", page, re.MULTILINE))
        for path in (path for library in LIBRARIES for path in library.rglob("*.swift")):
            read |= set(re.findall(r'"(DD_LLMOBS_[A-Z0-9_]+|DD_API_KEY|DD_APP_KEY|DD_SITE)"', path.read_text()))
        self.assertEqual(set(listed), read)


if __name__ == "__main__":
    unittest.main()
