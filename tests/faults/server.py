"""A real server in processes of its own, on the database of this test run, for killing."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
# Seconds after which something hangs: far more than the slowest machine needs.
PATIENCE = 180
# Below the ports that systems give to outgoing connections: phones that knock at a dead server
# must not take its port, or be connected to themselves.
PORTS = range(20_000, 30_000)


def environment(folder: Path) -> dict[str, str]:
    """PostgreSQL: the test database itself. SQLite: a file of its own in that folder."""
    chosen = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
        "YINGZHI_VAR": str(folder),
        "DATABASE_URL": "",
    }
    if connection.vendor == "postgresql":
        base, _, options = os.environ["DATABASE_URL"].partition("?")
        address = base.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
        chosen["DATABASE_URL"] = f"{address}?{options}" if options else address
    return chosen


def run(environ: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def evaluate(environ: dict[str, str], code: str) -> Any:
    """What `code` leaves in `result`, worked out in another process against the same database."""
    script = f"import django; django.setup()\nimport json\n{code}\nprint(json.dumps(result))"
    return json.loads(run(environ, "-c", script).splitlines()[-1])


def free_port() -> int:
    """A free port; processes that look at the same time begin at different ones."""
    first = os.getpid() % len(PORTS)
    for port in (*PORTS[first:], *PORTS[:first]):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


class Server:
    """Two workers behind one port. `kill` is kill -9 of all of them in the same instant."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2",
                "--host", "127.0.0.1", "--port", str(self.port), "--no-ws",
                "config.wsgi:application",
            ],
            cwd=ROOT, env=self.environ, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                assert self.process.poll() is None, "the server ended while starting"
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def save(self, token: str, answers: list[dict[str, Any]]) -> list[int]:
        """The sequence numbers that were acknowledged; raises OSError when the server is gone."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            body = json.dumps({"answers": answers})
            client.request("POST", "/my/answers/", body, {"X-Attempt": token})
            reply = client.getresponse()
            text = reply.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            client.close()
        return json.loads(text)["saved"] if reply.status == 200 else []
