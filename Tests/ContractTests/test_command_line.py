# SPDX-License-Identifier: Apache-2.0
"""The command line as people and shells meet it: help, exit codes, colours, completions, manual page."""

import json
import os
import pathlib
import pty
import re
import socket
import subprocess
import sys
import tempfile
import unittest

from support import ROOT, RedisServer, installed, program

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
                   "profiles list", "config", "--version", "worker --help", "dead retry --all --dry-run", "jobs --help")

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
        self.codes(2, "nonsense", "dead nonsense", "dead list --nonsense", "dead list --limit 0", "queue stats --queue a{b", "enqueue",
                   "worker --concurrency 0", "worker --concurrency many", "jobs show", "results --follow", "health",
                   "dead list --since yesterday", "gates close nothing", "profiles show nothing", "worker --redis http://x")

    def test_3_is_not_found(self):
        self.codes(3, "dead show 0190c2f4-0000-7000-8000-000000000000", "jobs show nothing", "gates reset a/b",
                   "feedback nothing --rating 3")

    def test_json_is_json(self):
        for command in ["queue stats", "dead list", "dead groups", "dead stats", "workers", "gates list", "doctor", "profiles list", "config"]:
            with self.subTest(command=command):
                done = run(*command.split(), "--json", REDIS_URL=self.server.url())
                self.assertEqual(done.returncode, 0, done.stderr)
                for line in done.stdout.splitlines():
                    json.loads(line)


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
