# SPDX-License-Identifier: Apache-2.0
"""The dashboard where strangers reach it: behind a proxy with TLS, as its help says, and before hostile clients."""

import http.client
import json
import os
import pathlib
import re
import resource
import socket
import subprocess
import time
import unittest
import urllib.parse

from browser import Browser, chromium
from support import PREFIX, Model, RedisServer, eventually, installed, program, run
from test_dashboard import TOKEN, Dashboard, die
from tls import TLSProxy

NAME = "queue.example.org"
COOKIE = "__Host-vote_extractor_dashboard"


def needs(function):
    for name in ("redis-server", "openssl"):
        function = unittest.skipUnless(installed(name), f"needs {name}")(function)
    return unittest.skipUnless(program(), "needs vote-extractor")(function)


@needs
class BehindTLS(unittest.TestCase):
    """`dashboard --host 0.0.0.0 --host-name queue.example.org --behind-tls`, as in `dashboard --help`."""

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(RedisServer())
        options = ["--host", "0.0.0.0", "--host-name", NAME, "--behind-tls"]
        cls.dashboard = cls.enterClassContext(Dashboard(cls.server, *options, token=TOKEN))
        cls.port = int(cls.dashboard.url.rpartition(":")[2])
        cls.proxy = cls.enterClassContext(TLSProxy(cls.server.folder, cls.port, NAME))

    def form_token(self, **headers):
        return re.search(r'name="csrf" value="([^"]+)"', self.proxy.ask("GET", headers.pop("page", "/login"), **headers)[2])[1]

    def post(self, path, fields, **headers):
        return self.proxy.ask("POST", path, urllib.parse.urlencode(fields), Content_Type="application/x-www-form-urlencoded", **headers)

    def log_in(self, token=TOKEN, **headers):
        return self.post("/login", {"csrf": self.form_token(), "token": token}, **headers)

    def session(self):
        return self.log_in()[1]["Set-Cookie"].partition(";")[0]

    def test_people_log_in_and_their_cookie_stays_on_this_name_and_on_tls(self):
        status, headers, _ = self.proxy.ask("GET", "/")
        self.assertEqual((status, headers["Location"]), (303, "/login"))
        status, headers, _ = self.log_in(Origin=f"https://{NAME}:{self.proxy.port}", Sec_Fetch_Site="same-origin")
        self.assertEqual((status, headers["Location"]), (303, "/"))
        name, _, rest = headers["Set-Cookie"].partition("=")
        # Browsers take this name only with Secure, Path=/ and no Domain: a neighbouring name cannot plant its own.
        self.assertEqual(name, COOKIE)
        flags = {flag.strip() for flag in rest.split(";")[1:]}
        self.assertEqual(flags, {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"})
        status, _, page = self.proxy.ask("GET", "/", Cookie=headers["Set-Cookie"].partition(";")[0])
        self.assertEqual(status, 200)
        self.assertIn("Why jobs died", page)

    def test_a_cookie_that_a_neighbouring_name_could_plant_is_none(self):
        planted = self.session().replace("__Host-", "")
        self.assertEqual(self.proxy.ask("GET", "/", Cookie=planted)[0], 303)

    def test_changes_come_from_its_own_pages_only(self):
        cookie = self.session()
        token = self.form_token(page="/", Cookie=cookie)
        mode = {"csrf": token, "mode": "paused"}
        for refused in ({"Origin": "https://evil.example"}, {"Origin": f"https://{NAME}.evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}):
            with self.subTest(headers=refused):
                self.assertEqual(self.post("/mode", mode, Cookie=cookie, **refused)[0], 403)
        self.assertEqual(self.post("/mode", {"mode": "paused"}, Cookie=cookie)[0], 403)
        self.assertEqual(json.loads(run(self.server, None, "queue", "stats", "--json").stdout)["mode"], "open")
        taken = self.post("/mode", mode, Cookie=cookie, Origin=f"https://{NAME}:{self.proxy.port}")
        self.assertEqual((taken[0], taken[1]["Location"]), (303, "/?done=mode"))
        self.assertEqual(self.post("/mode", mode | {"mode": "open"}, Cookie=cookie)[0], 303)

    def test_other_names_are_told_nothing(self):
        for host in ("evil.example", f"{NAME}.evil.example", f"evil.example:{self.port}", "[::1", ""):
            with self.subTest(host=host):
                status, _, body = self.proxy.ask("GET", "/login", Host=host)
                self.assertIn(status, (400, 421))
                self.assertNotIn("<form", body)

    def test_wrong_tokens_of_one_client_hold_up_that_client_however_it_calls_itself(self):
        statuses = [self.log_in(token=f"wrong-token-{n}-000000", X_Forwarded_For=f"9.9.9.{n}")[0] for n in range(7)]
        self.assertEqual(statuses[:5], [401] * 5)
        self.assertEqual(statuses[5:], [429] * 2)

    @unittest.skipUnless(chromium(), "needs chromium")
    def test_in_the_browser(self):
        with Browser(names={NAME: "127.0.0.1"}, trusts_all=True) as browser:
            browser.open(f"https://{NAME}:{self.proxy.port}/")
            self.assertEqual(browser.path, "/login")
            browser.type("#token", TOKEN)
            browser.click("Log in")
            self.assertEqual(browser.path, "/")
            browser.click("Pause")
            browser.shows("All workers were told.")
            browser.click("Hand out jobs")
            browser.shows("live")
            self.assertEqual(browser.run("document.cookie"), "")
            self.assertEqual(browser.complaints, [])

    def setUp(self):
        # The tests share the proxy's address: one after the other must be let in.
        if "wrong_tokens" in self._testMethodName:
            self.addCleanup(self.restart)

    @classmethod
    def restart(cls):
        """A dashboard that has forgotten who was wrong."""
        cls.doClassCleanups()
        cls.setUpClass()


@needs
class HostileClients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(RedisServer())
        cls.dashboard = cls.enterClassContext(Dashboard(cls.server, token=TOKEN))
        cls.address = ("127.0.0.1", int(cls.dashboard.url.rpartition(":")[2]))

    def raw(self, request, seconds=60):
        """What the server sends until it closes, or nothing more has come for so long."""
        with socket.create_connection(self.address, timeout=seconds) as connection:
            connection.sendall(request)
            answer = b""
            try:
                while part := connection.recv(65536):
                    answer += part
            except TimeoutError:
                pass
            return answer

    def status(self, request):
        answer = self.raw(request)
        return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else None

    def ask(self, line, *headers, body=b""):
        head = [line, b"Host: 127.0.0.1", b"Connection: close", *headers]
        return self.status(b"\r\n".join(head) + b"\r\n\r\n" + body)

    BEARER = b"Authorization: Bearer " + TOKEN.encode()

    def test_paths_lead_nowhere_but_to_routes(self):
        paths = [b"/assets/../../etc/passwd", b"/assets/%2e%2e/%2e%2e/etc/passwd", b"/assets//etc/passwd", b"/assets/x/..%2f..%2fetc%2fpasswd", b"/dead/..%2f..%2fetc",
                 b"/dead/%00", b"/dead/dl-1%0d%0aSet-Cookie:a=b", b"//evil.example/", b"/%ff%fe", b"/dead/\xff\xfe", b"/bulk/../dead", b"/dead?class=%ff%00&since=\xf0", b"/.", b"/api/v1/../v1/queue"]
        for path in paths:
            with self.subTest(path=path):
                answer = self.raw(b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + self.BEARER + b"\r\n\r\n")
                self.assertNotIn(b"root:", answer)
                self.assertNotIn(b"\r\nSet-Cookie", answer)
                if answer:
                    self.assertIn(int(answer.split(b" ", 2)[1]), (200, 303, 400, 404), answer[:300])
        self.assertEqual(self.ask(b"GET / HTTP/1.1", self.BEARER), 200)

    def test_methods(self):
        for method, path, status in [(b"HEAD", b"/", 200), (b"HEAD", b"/dead", 200), (b"HEAD", b"/events", 200), (b"OPTIONS", b"/", 403), (b"TRACE", b"/", 403), (b"PUT", b"/", 403),
                                     (b"DELETE", b"/dead/dl-1", 403), (b"PATCH", b"/mode", 403), (b"PROPFIND", b"/", 403)]:
            with self.subTest(method=method, path=path):
                answer = self.raw(method + b" " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + self.BEARER + b"\r\n\r\n")
                head, _, body = answer.partition(b"\r\n\r\n")
                self.assertEqual(int(head.split(b" ", 2)[1]), status, head)
                self.assertNotIn(b"Access-Control", head)
                if method == b"HEAD":
                    self.assertEqual(body, b"")

    def test_requests_that_make_no_sense_are_refused_and_harm_nobody(self):
        junk = [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", b"\xff" * 4096, b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
                b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * (1 << 20) + b"\r\n\r\n", b"GET /" + b"a" * (1 << 20) + b" HTTP/1.1\r\n\r\n",
                b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
                b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\nConnection: close\r\n\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nA\0B: c\r\nConnection: close\r\n\r\n"]
        for request in junk:
            with self.subTest(request=request[:60]):
                try:
                    answer = self.raw(request, seconds=2)
                except ConnectionError:
                    answer = b""
                self.assertTrue(not answer or int(answer.split(b" ", 2)[1]) >= 303, answer[:200])
        self.assertEqual(self.ask(b"GET / HTTP/1.1", self.BEARER), 200)

    def test_bodies_are_bounded_and_broken_text_is_only_text(self):
        kind = b"Content-Type: application/x-www-form-urlencoded"
        large = b"token=" + b"a" * 100_000
        self.assertEqual(self.ask(b"POST /login HTTP/1.1", kind, b"Content-Length: %d" % len(large), body=large), 413)
        broken = b"csrf=%ff%fe&token=\xf0\x28\x8c\x28"
        self.assertEqual(self.ask(b"POST /login HTTP/1.1", kind, b"Content-Length: %d" % len(broken), body=broken), 403)

    def test_a_body_that_never_ends_does_not_keep_its_place(self):
        """A byte now and then keeps a connection from being idle."""
        requests = [b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000\r\n\r\n", b"POST /mode HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000\r\n\r\n",
                    b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000\r\n\r\n", b"GET /assets/a/b HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n"]
        connections = [socket.create_connection(self.address) for _ in requests]
        for connection, request in zip(connections, requests):
            connection.sendall(request)
        try:
            eventually("their end", lambda: all([self.is_closed(one) for one in connections]), seconds=100)
        finally:
            for connection in connections:
                connection.close()

    @staticmethod
    def is_closed(connection):
        """Sends one more byte, and looks whether the other side has gone."""
        connection.settimeout(0.2)
        try:
            connection.sendall(b"a")
            while part := connection.recv(65536):
                pass
            return part == b""
        except TimeoutError:
            return False
        except OSError:
            return True

    def test_thousands_of_connections_wait_in_line(self):
        wanted = 3000
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, wanted + 500), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        connections = []
        try:
            while len(connections) < wanted:
                one = socket.socket()
                one.setblocking(False)
                one.connect_ex(self.address)
                connections.append(one)
            status = pathlib.Path(f"/proc/{self.dashboard.process.pid}/status").read_text()
            memory = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) >> 10
            self.assertLess(memory, 400, "megabytes")
            files = len(os.listdir(f"/proc/{self.dashboard.process.pid}/fd"))
            self.assertLess(files, 256 + 100)
        finally:
            for one in connections:
                one.close()
        eventually("an answer again", lambda: self.answers(), seconds=60)

    def answers(self):
        try:
            return self.ask(b"GET / HTTP/1.1", self.BEARER) == 200
        except OSError:
            return False

    def test_a_huge_job_makes_no_huge_page(self):
        with Model() as model:
            die(self.server, model)
        line = json.loads(run(self.server, None, "dead", "export").stdout)
        line["job"] = json.dumps({"id": "huge", "payload": {"files": [], "many": list(range(100_000))}, "tags": {"t": "x" * 100_000}})
        line["id"] = line["record"]["id"] = "dl-7"
        line["record"]["tags"] = {f"t{n}": "x" * 1000 for n in range(2000)}
        done = run(self.server, None, "dead", "import", text=json.dumps(line) + "\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        for path in ("/dead/dl-7", "/dead/dl-7/edit", "/dead"):
            with self.subTest(path=path):
                connection = http.client.HTTPConnection(*self.address, timeout=60)
                connection.request("GET", path, headers=self.dashboard.headers)
                reply = connection.getresponse()
                body = reply.read()
                self.assertIn(reply.status, (200, 413), body[:300])
                self.assertLess(len(body), 1 << 20)
                connection.close()
        page = self.raw(b"GET /dead/dl-7 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + self.BEARER + b"\r\n\r\n").decode()
        self.assertIn("vote-extractor dead show dl-7 --job", page)


if __name__ == "__main__":
    unittest.main()
