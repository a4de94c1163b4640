# SPDX-License-Identifier: Apache-2.0
"""The dashboard as people use it, with Chromium; and its API against its own description."""

import base64
import hashlib
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import unittest
import urllib.error
import urllib.request

import jsonschema
import openapi_spec_validator

from browser import Browser, chromium
from stand_in import StandIn
from support import PREFIX, ROOT, Model, RedisServer, Worker, eventually, installed, png, program, run, send_page

DESCRIPTION = ROOT / "Sources/Dashboard/Assets/openapi.json"
TOKEN = "a-token-for-tests-only-0123"
# A name of a page that would take the dashboard over if it were not escaped.
HOSTILE = "<script>document.title = 'taken over'</script>"


class Dashboard:
    """A running `vote-extractor dashboard`."""

    def __init__(self, server, *options, token=None, role=None, folder=None, environment=None):
        self.url_file = f"{server.folder}/dashboard.url"
        pathlib.Path(self.url_file).unlink(missing_ok=True)  # that of one before
        self._log = open(f"{server.folder}/dashboard.log", "wb")
        command = [program(), "dashboard", "--redis", server.url(role), "--port", "0", "--url-file", self.url_file]
        variables = {"PATH": os.environ["PATH"]} | ({"VOTE_EXTRACTOR_DASHBOARD_TOKEN": token} if token else {}) | (environment or {})
        self.process = subprocess.Popen([*command, *options], env=variables, cwd=folder, stdout=self._log, stderr=subprocess.STDOUT)
        eventually("the dashboard", self._listens)
        self.url = pathlib.Path(self.url_file).read_text()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def _listens(self):
        if self.process.poll() is not None:
            raise AssertionError("the dashboard ended: " + pathlib.Path(self._log.name).read_text())
        return os.path.exists(self.url_file) and os.path.getsize(self.url_file)

    def ask(self, method, path, body=None):
        """One operation of the API: its status and what it answers."""
        headers = self.headers | ({"Content-Type": "application/json"} if body is not None else {})
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status, json.loads(reply.read() or "null")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or "null")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=60)
        self._log.close()


class Disputed(Model):
    """Reads a sheet whose numbers contradict each other."""

    REPORTS = [Model.REPORTS[0] | {"ballot_statistics": Model.REPORTS[0]["ballot_statistics"] | {"good_ballots": 5}}]


class Doorbell:
    """An internal server that hears of every attempt to reach it."""

    def __init__(self):
        self.rings = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed
            self.rings += 1
            connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()


def die(server, model, id="sheet-1", files=None):
    """Lets a job die: its first page names a blob that is not there."""
    files = [{"uri": f"blob:{PREFIX}blob:{'0' * 64}", "name": HOSTILE}] if files is None else files
    send_page(server, id, files=files)
    with Worker(server, model):
        eventually("a dead letter", lambda: server.client().zcard(PREFIX + "dead"))
    server.client().delete(PREFIX + "results")


@unittest.skipUnless(program(), "needs vote-extractor")
@unittest.skipUnless(installed("redis-server"), "needs redis-server")
@unittest.skipUnless(chromium(), "needs chromium")
class InTheBrowser(unittest.TestCase):
    def test_find_a_dead_letter_read_why_edit_it_retry_it_and_see_it_succeed(self):
        with RedisServer() as server, Model() as model:
            die(server, model)
            with Dashboard(server, token=TOKEN) as dashboard, Browser() as browser:
                self.log_in(browser, dashboard)
                self.assertIn("Why jobs died", browser.text)
                browser.click("Dead letters")
                browser.click("dl-" + self.letter(server))
                self.assertIn("input.not_found", browser.text)
                self.assertIn("not retryable", browser.text)
                browser.click("Edit")
                browser.type("#job", '{"id": "sheet-1", "payload": {}}')
                browser.click("Save and send back")
                browser.shows("payload")
                self.assertIn('"payload": {}', browser.run("document.querySelector('#job').value"))
                browser.type("#job", json.dumps(self.mended()))
                browser.click("Save and send back")
                browser.shows("The job was edited and sent back into the line.")
                with Worker(server, model):
                    # No click: the page keeps itself up to date.
                    browser.shows("succeeded")
                self.assertIn("Checks", browser.text)
                self.assertEqual(server.client().zcard(PREFIX + "dead"), 0)
                # Chromium itself tells that the mistake was answered with 422.
                self.assertEqual([text for text in browser.complaints if "422" not in text], [])

    @staticmethod
    def mended():
        """The job with a page that is there."""
        return {"id": "sheet-1", "payload": {"files": [{"data": base64.b64encode(png()).decode()}]}}

    def test_all_of_that_works_without_scripts(self):
        with RedisServer() as server, Model() as model:
            die(server, model)
            with Dashboard(server) as dashboard, Browser(scripts=False, width=390, height=800) as browser:
                browser.open(dashboard.url + "/dead")
                browser.click("dl-" + self.letter(server))
                browser.click("Send back")
                browser.shows("The job was sent back into the line")
                self.assertEqual(server.client().llen(PREFIX + "jobs"), 1)

    def test_many_letters_are_counted_first_and_then_sent_back(self):
        with RedisServer() as server, Model() as model:
            die(server, model, "sheet-1")
            letter = run(server, None, "dead", "export").stdout
            copies = [json.loads(letter) for _ in range(250)]
            for number, copy in enumerate(copies):
                copy["id"] = copy["record"]["id"] = f"dl-{number + 1}"
                copy["record"]["job_id"] = f"copy-{number}"
                copy["job"] = copy["job"].replace("sheet-1", f"copy-{number}")
            done = run(server, None, "dead", "import", text="".join(json.dumps(copy) + "\n" for copy in copies))
            self.assertEqual(done.returncode, 0, done.stderr)
            with Dashboard(server) as dashboard, Browser() as browser:
                browser.open(dashboard.url + "/dead?class=input.not_found")
                browser.click("Change all of these")
                browser.click("Count first")
                browser.shows("Send these 251 back")
                browser.click("Send these 251 back")
                browser.shows("done")
                self.assertEqual(server.client().llen(PREFIX + "jobs"), 251)
                self.assertEqual(browser.complaints, [])

    def test_keyboard_and_screen_reader(self):
        with RedisServer() as server, Model() as model:
            die(server, model)
            with Dashboard(server) as dashboard, Browser() as browser:
                browser.open(dashboard.url)
                browser.press("Tab", 9)
                self.assertEqual(browser.run("document.activeElement.innerText"), "To the content")
                for path in ("/", "/jobs", "/dead", "/dead/dl-" + self.letter(server), "/results", "/workers", "/bulk"):
                    browser.open(dashboard.url + path)
                    roles = browser.tree()
                    self.assertEqual([role for role, _ in roles].count("main"), 1, path)
                    self.assertEqual(browser.run("document.querySelectorAll('h1').length"), 1, path)
                    nameless = [role for role, name in roles if role in ("button", "link", "textbox", "combobox") and not name]
                    self.assertEqual(nameless, [], path)
                    self.assertEqual(browser.run("document.documentElement.lang"), "en")
                    self.assertEqual(browser.complaints, [], path)

    def test_nothing_is_wider_than_a_phone(self):
        with RedisServer() as server, Model() as model:
            die(server, model)
            with Dashboard(server) as dashboard, Browser(width=360, height=740) as browser:
                for path in ("/", "/jobs", "/dead", "/dead/dl-" + self.letter(server), "/results", "/workers", "/bulk"):
                    browser.open(dashboard.url + path)
                    self.assertLessEqual(browser.run("document.documentElement.scrollWidth"), 360, path)

    def test_the_page_of_a_job_follows_it_and_fits_a_phone(self):
        with RedisServer() as server, Disputed() as model, Worker(server, model) as worker:
            model.gate.clear()
            options = ["--show-content", "--trace-file", worker.log_path + ".traces"]
            with Dashboard(server, *options) as dashboard, Browser(width=360, height=740) as browser:
                run(server, None, "enqueue", str(self.sheet(server)), "--id", "sheet-1", "--tag", "province=Phrae")
                browser.open(dashboard.url + "/job?id=sheet-1")
                browser.shows("without a heartbeat before")
                self.fits(browser, 360)
                model.gate.set()
                # No click: what can be done now comes with what is known.
                browser.shows("Mark as reviewed")
                browser.shows("Phrae")
                self.assertNotIn("Cancel this job", browser.text)
                eventually("its spans", lambda: browser.open(dashboard.url + "/job?id=sheet-1") or self.bars(browser) > 12)
                self.fits(browser, 360)
                tallest = browser.run("Math.max(...[...document.querySelectorAll('.waterfall tbody tr')].map((row) => row.offsetHeight))")
                self.assertLess(tallest, 100, "a name in more than three lines")
                browser.click("Mark as reviewed")
                browser.shows("Not reviewed after all")
                self.assertEqual(browser.complaints, [])

    @staticmethod
    def sheet(server):
        path = pathlib.Path(server.folder, "page.png")
        path.write_bytes(png(400, 600))
        return path

    @staticmethod
    def bars(browser):
        return browser.run("document.querySelectorAll('.waterfall tbody tr').length")

    def fits(self, browser, width):
        self.assertLessEqual(browser.run("document.documentElement.scrollWidth"), width)
        nameless = [role for role, name in browser.tree() if role in ("button", "link", "textbox", "combobox") and not name]
        self.assertEqual(nameless, [])

    def log_in(self, browser, dashboard):
        browser.open(dashboard.url)
        self.assertEqual(browser.path, "/login")
        browser.type("#token", TOKEN)
        browser.click("Log in")
        self.assertEqual(browser.path, "/")
        self.assertEqual(browser.run("document.cookie"), "")

    @staticmethod
    def letter(server):
        """The number of the only letter."""
        return server.client().zrange(PREFIX + "dead", 0, 0)[0].decode().removeprefix("dl-")


class Description(unittest.TestCase):
    def test_it_is_openapi(self):
        openapi_spec_validator.validate(json.loads(DESCRIPTION.read_text()))

    @unittest.skipUnless(program(), "needs vote-extractor")
    @unittest.skipUnless(installed("redis-server"), "needs redis-server")
    def test_what_is_answered_is_what_is_described(self):
        with RedisServer(roles=True) as server, Model() as model:
            admin = server.client("admin")
            send_page(server, "sheet-1", files=[{"uri": f"blob:{PREFIX}blob:{'0' * 64}"}])
            send_page(server, "sheet-2")
            with Worker(server, model, role="worker"):
                eventually("both jobs' ends", lambda: admin.llen(PREFIX + "results") == 2)
                letter = admin.zrange(PREFIX + "dead", 0, 0)[0].decode()
                admin.hset(PREFIX + "later:rec", "7", json.dumps({"id": "late", "options": {"not_before_ms": 4102444800000}}))
                admin.zadd(PREFIX + "later", {"7": 4102444800000})
                with Dashboard(server, token=TOKEN, role="operator") as dashboard:
                    self.walk(dashboard, letter)
            self.assertEqual(admin.acl_log(), [])

    @unittest.skipUnless(program(), "needs vote-extractor")
    @unittest.skipUnless(installed("redis-server"), "needs redis-server")
    def test_pages_are_shown_to_those_who_may_see_sheets(self):
        with RedisServer(roles=True) as server, Model() as model:
            admin = server.client("admin")
            path = pathlib.Path(server.folder) / "page.png"
            path.write_bytes(png())
            with Worker(server, model, role="worker"):
                model.refusals = 1
                send_page(server, "sheet-1")
                eventually("a dead letter", lambda: admin.zcard(PREFIX + "dead") == 1)
                enqueued = run(server, "producer", "enqueue", str(path), "--id", "sheet-2")
                self.assertEqual(enqueued.returncode, 0, enqueued.stderr)
                eventually("both jobs' ends", lambda: admin.llen(PREFIX + "results") == 2)
            letter = admin.zrange(PREFIX + "dead", 0, 0)[0].decode()
            places = [f"/dead/{letter}/picture?file=0&page=0", "/job/picture?id=sheet-2&file=0&page=0"]
            with Dashboard(server, "--show-content", role="operator") as dashboard:
                self.assertIn("<img", self.page(dashboard, "/job?id=sheet-2")[1].decode())
                for place in places:
                    with self.subTest(place=place):
                        kind, picture = self.page(dashboard, place)
                        self.assertEqual((kind, picture[:2]), ("image/jpeg", b"\xff\xd8"))
            with Dashboard(server, role="operator") as dashboard:
                for place in places:
                    with self.subTest(place=place), self.assertRaises(urllib.error.HTTPError) as refused:
                        self.page(dashboard, place)
                    self.assertEqual(refused.exception.code, 404)
                    refused.exception.close()
            self.assertEqual(admin.acl_log(), [])

    @unittest.skipUnless(program(), "needs vote-extractor")
    @unittest.skipUnless(installed("redis-server"), "needs redis-server")
    def test_pages_of_other_places_are_got_as_a_worker_would(self):
        """The dashboard reaches what it was itself allowed, whatever a job says and wherever workers may go."""
        with RedisServer() as server, Model() as model, Doorbell() as bell, tempfile.TemporaryDirectory() as folder:
            sheet = pathlib.Path(folder) / "page.png"
            sheet.write_bytes(png())
            secret = pathlib.Path(server.folder) / "secret.png"
            secret.write_bytes(png())
            link = pathlib.Path(folder) / "link.png"
            link.symlink_to(secret)
            files = [{"uri": f"file://{sheet}"}, {"uri": f"file://{secret}"}, {"uri": f"file://{link}"}, {"uri": bell.url + "/p.png"}, {"uri": "https://[::ffff:127.0.0.1]/"},
                     {"uri": bell.url.replace("https", "http") + "/p.png"}, {"uri": f"file://{sheet}", "sha256": "0" * 64}]
            die(server, model, files=files)
            letter = server.client().zrange(PREFIX + "dead", 0, 0)[0].decode()
            with Dashboard(server, "--file-root", folder, "--allow-address", "127.0.0.1") as dashboard:
                self.assertNotIn("<img", self.page(dashboard, f"/dead/{letter}")[1].decode(), "nothing without --show-content")
                self.assertEqual(self.refusals(dashboard, letter, range(7)), [404] * 7)
            with Dashboard(server, "--show-content", "--no-fetch-pages") as dashboard:
                self.assertNotIn("<img", self.page(dashboard, f"/dead/{letter}")[1].decode(), "nothing that was not allowed")
                self.assertEqual(self.refusals(dashboard, letter, range(7)), [404] * 7)
            with Dashboard(server, "--show-content", "--file-root", folder) as dashboard:
                kind, picture = self.page(dashboard, f"/dead/{letter}/picture?file=0&page=0")
                self.assertEqual((kind, picture[:2]), ("image/jpeg", b"\xff\xd8"))
                self.assertEqual(self.refusals(dashboard, letter, range(1, 7)), [404] * 6)
                self.assertEqual(bell.rings, 0)
                page = self.reason(dashboard, f"/dead/{letter}/picture?file=1&page=0")
                self.assertIn("lies outside the folders", page)
                self.assertIn("the address is not allowed", self.reason(dashboard, f"/dead/{letter}/picture?file=3&page=0"))
                self.assertIn("SHA-256", self.reason(dashboard, f"/dead/{letter}/picture?file=6&page=0"))
                other = urllib.request.Request(f"{dashboard.url}/dead/{letter}/picture?file=0&page=0", headers={"Sec-Fetch-Site": "cross-site"})
                with self.assertRaises(urllib.error.HTTPError) as refused:
                    urllib.request.urlopen(other, timeout=60)
                self.assertEqual(refused.exception.code, 403)
                refused.exception.close()
            with Dashboard(server, "--show-content", "--allow-address", "127.0.0.1") as dashboard:
                self.assertEqual(self.refusals(dashboard, letter, [5]), [404])
                self.assertEqual(bell.rings, 0, "plain http: is never asked")
                self.assertEqual(self.refusals(dashboard, letter, [3]), [404])
                self.assertGreater(bell.rings, 0, "it is allowed, but talks no TLS")

    @unittest.skipUnless(program(), "needs vote-extractor")
    @unittest.skipUnless(installed("redis-server"), "needs redis-server")
    def test_a_result_is_shown_beside_the_very_page_it_was_read_off(self):
        with RedisServer() as server, Model() as model, tempfile.TemporaryDirectory() as folder:
            sheet = pathlib.Path(folder) / "page.png"
            sheet.write_bytes(png())
            send_page(server, "sheet-1", files=[{"uri": f"file://{sheet}"}])
            with Worker(server, model, options=["--file-root", folder]):
                eventually("its end", lambda: server.client().llen(PREFIX + "results") == 1)
            file = json.loads(server.client().lindex(PREFIX + "results", 0))["files"][0]
            self.assertEqual(file, {"name": "page.png", "uri": f"file://{sheet}", "sha256": hashlib.sha256(png()).hexdigest()})
            with Dashboard(server, "--show-content", "--file-root", folder) as dashboard:
                place = "/job/picture?id=sheet-1&file=0&page=0"
                self.assertIn("<img", self.page(dashboard, "/job?id=sheet-1")[1].decode())
                self.assertEqual(self.page(dashboard, place)[0], "image/jpeg")
            sheet.write_bytes(png(65, 65))
            with Dashboard(server, "--show-content", "--file-root", folder) as dashboard:
                self.assertIn("SHA-256", self.reason(dashboard, place), "another picture under the same name is no witness")

    @unittest.skipUnless(program(), "needs vote-extractor")
    @unittest.skipUnless(installed("redis-server"), "needs redis-server")
    def test_a_folder_may_be_named_from_where_the_dashboard_was_started(self):
        with RedisServer() as server, Model() as model, tempfile.TemporaryDirectory() as folder:
            sheet = pathlib.Path(folder) / "sheets/page.png"
            sheet.parent.mkdir()
            sheet.write_bytes(png())
            beside = pathlib.Path(folder) / "page.png"
            beside.write_bytes(png())
            die(server, model, files=[{"uri": f"file://{sheet}"}, {"uri": f"file://{beside}"}])
            letter = server.client().zrange(PREFIX + "dead", 0, 0)[0].decode()
            for root in ["./sheets", "sheets", "sheets/../sheets/"]:
                with Dashboard(server, "--show-content", "--file-root", root, folder=folder) as dashboard:
                    self.assertEqual([self.status(dashboard, f"/dead/{letter}/picture?file={n}&page=0") for n in range(2)], [200, 404])

    @unittest.skipUnless(program(), "needs vote-extractor")
    @unittest.skipUnless(installed("redis-server"), "needs redis-server")
    def test_pages_in_buckets_are_shown_where_that_is_allowed(self):
        """With the keys that a worker takes from its environment, out of the buckets that the dashboard was itself allowed."""
        keys = {"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "sEcReT", "VOTE_EXTRACTOR_BUCKETS": "s3://others"}
        asked = []

        def answer(request):
            asked.append(request.path)
            is_signed = request.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKID/")
            return (200, png()) if is_signed and request.path == "/scans/2026/p.png" else (404, b"<Error><Code>NoSuchKey</Code></Error>")

        with RedisServer() as server, Model() as model, StandIn(answer) as store:
            uris = ["s3://scans/2026/p.png", "s3://scans/2026/q.png", "s3://scans/2025/p.png", "s3://others/p.png", "gs://scans/2026/p.png"]
            die(server, model, files=[{"uri": uri} for uri in uris])
            letter = server.client().zrange(PREFIX + "dead", 0, 0)[0].decode()
            environment = keys | {"AWS_ENDPOINT_URL": store.url}
            with Dashboard(server, "--show-content", environment=environment) as dashboard:
                self.assertNotIn("<img", self.page(dashboard, f"/dead/{letter}")[1].decode(), "nothing that was not allowed")
                self.assertEqual(self.refusals(dashboard, letter, range(5)), [404] * 5)
            self.assertEqual(asked, [])
            with Dashboard(server, "--show-content", "--bucket", "s3://scans/2026", environment=environment) as dashboard:
                self.assertEqual(self.page(dashboard, f"/dead/{letter}")[1].count(b"<img"), 4)
                self.assertEqual(self.page(dashboard, f"/dead/{letter}/picture?file=0&page=0")[0], "image/jpeg")
                self.assertIn("NoSuchKey", self.reason(dashboard, f"/dead/{letter}/picture?file=1&page=0"))
                for file in (2, 3):
                    self.assertIn("lies outside the buckets", self.reason(dashboard, f"/dead/{letter}/picture?file={file}&page=0"))
                self.assertEqual(self.refusals(dashboard, letter, [4]), [404])
            self.assertEqual(asked, ["/scans/2026/p.png", "/scans/2026/q.png"])

    def refusals(self, dashboard, letter, files):
        return [self.status(dashboard, f"/dead/{letter}/picture?file={file}&page=0") for file in files]

    def status(self, dashboard, path):
        try:
            self.page(dashboard, path)
            return 200
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def reason(self, dashboard, path):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.page(dashboard, path)
        with refused.exception as error:
            return error.read().decode()

    @staticmethod
    def page(dashboard, path):
        with urllib.request.urlopen(dashboard.url + path, timeout=60) as reply:
            return reply.headers["Content-Type"], reply.read()

    def walk(self, dashboard, letter):
        """Every operation once, in an order that makes sense; nothing is left out."""
        job = {"id": "sheet-1", "payload": {"files": [{"uri": "https://files.example.org/p.jpg"}]}}
        calls = [
            ("GET", "/openapi.json", "", None, 200),
            ("GET", "/queue", "", None, 200),
            ("PUT", "/queue/mode", "", {"mode": "paused"}, 200),
            ("GET", "/scale", "", None, 200),
            ("GET", "/gates", "", None, 200),
            ("GET", "/workers", "?limit=10", None, 200),
            ("PUT", "/workers/quiet", "", {"id": "nobody", "quiet": True}, 404),
            ("PUT", "/workers/quiet", "", {"id": "nobody"}, 422),
            ("GET", "/job", "?id=sheet-2", None, 200),
            ("GET", "/job", "?id=sheet-9", None, 404),
            ("GET", "/jobs", "?state=delayed&limit=1", None, 200),
            ("GET", "/jobs", "?state=running", None, 200),
            ("GET", "/jobs", "?state=dead", None, 400),
            ("POST", "/jobs/run", "", {"ids": ["late", "sheet-9"]}, 200),
            ("POST", "/jobs/run", "", {}, 422),
            ("POST", "/jobs/cancel", "", {"ids": ["sheet-7"]}, 200),
            ("PUT", "/reviews", "", {"ids": ["sheet-2"], "reviewed": True}, 200),
            ("PUT", "/reviews", "", {"ids": [], "reviewed": True}, 422),
            ("GET", "/job", "?id=sheet-2", None, 200),
            ("GET", "/results", "?limit=2", None, 200),
            ("GET", "/dead", "?class=input.not_found&since=1h&tag=a%3Db", None, 200),
            ("GET", "/dead", "?limit=1", None, 200),
            ("GET", "/dead", "?reason=boredom", None, 400),
            ("GET", "/dead/groups", "?by=class", None, 200),
            ("GET", "/dead/{id}", "", None, 200),
            ("PUT", "/dead/{id}/job", "", {"job": job | {"id": "other"}}, 422),
            ("PUT", "/dead/{id}/job", "", {"job": job}, 200),
            ("POST", "/bulk", "", {"kind": "count", "conditions": {"class": "input.not_found"}}, 202),
            ("GET", "/bulk", "", None, 200),
            ("GET", "/bulk/{bulk}", "", None, 200),
            ("POST", "/bulk/{bulk}/stop", "", {}, 202),
            ("POST", "/dead/{id}/retry", "", {}, 200),
            ("GET", "/jobs", "", None, 200),
            ("DELETE", "/dead/{id}", "", None, 404),
        ]
        description = json.loads(DESCRIPTION.read_text())
        bulk = ""
        for method, path, query, body, status in calls:
            with self.subTest(method=method, path=path + query):
                real = path.replace("{id}", letter).replace("{bulk}", bulk)
                code, answer = dashboard.ask(method, real + query, body)
                self.assertEqual(code, status, answer)
                self.check(description, method, path.replace("{bulk}", "{id}"), code, answer)
                bulk = answer["id"] if (method, path) == ("POST", "/bulk") else bulk
        asked = {(method.lower(), path.replace("{bulk}", "{id}")) for method, path, *_ in calls}
        described = {(verb, path) for path, item in description["paths"].items() for verb in item if verb != "parameters"}
        self.assertEqual(asked, described)

    def check(self, description, method, path, code, answer):
        responses = description["paths"][path][method.lower()]["responses"]
        content = responses.get(str(code), responses["default"]).get("content", {})
        for kind in content.values():
            schema = {"components": description["components"], **kind["schema"]}
            jsonschema.Draft202012Validator(schema).validate(answer)


if __name__ == "__main__":
    unittest.main()
