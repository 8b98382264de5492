"""Measures the main job beside its floor, in one run: `script/bench`.

Everything runs on this machine's loopback against a throw-away PostgreSQL cluster that commits
durably; every phase is bounded in time or count, and the journal is counted against what the
client was told.
"""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic, perf_counter, sleep

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import county  # noqa: E402
from bench.client import Connection, Figures, Reply, run  # noqa: E402
from bench.cpu import tree_seconds  # noqa: E402
from bench.statement import STATEMENT  # noqa: E402
from quiz.coverage.queries import load_coverage  # noqa: E402
from quiz.delivery.models import JournalEntry  # noqa: E402
from quiz.marking.models import Response, Score  # noqa: E402

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "1500"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
WORKERS = os.environ.get("WORKERS", "2")
THREADS = os.environ.get("THREADS", "4")
CLIENTS = 16
CSRF = "b" * 32


def say(line: str) -> None:
    print(line, flush=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def server(application: str) -> Iterator[tuple[int, int]]:
    """granian in the form that `script/server` runs it; yields port and process id."""
    port = free_port()
    process = subprocess.Popen(
        ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
         "--workers", WORKERS, "--blocking-threads", THREADS, "--no-access-log",
         "--log-level", "warning", application]
    )  # fmt: skip
    deadline = monotonic() + 30
    while monotonic() < deadline:
        with suppress(ConnectionError), socket.create_connection(("127.0.0.1", port)):
            break
        sleep(0.1)
    try:
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def postmaster() -> int:
    return int(Path(os.environ["PG_DATA"], "postmaster.pid").read_text().splitlines()[0])


def report(name: str, figures: Figures, cpu: str, note: str = "") -> None:
    p50, p95, p99 = (1000 * figures.percentile(share) for share in (0.5, 0.95, 0.99))
    errors = sum(n for status, n in figures.statuses.items() if status >= 400)
    say(
        f"{name:34} {figures.rate:8.0f}/s  p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms"
        f"  errors {errors}  cpu {cpu}  {note}"
    )


@contextmanager
def cpu_split(pid: int) -> Iterator[list[str]]:
    """Share of CPU seconds of client, server and database while the block runs."""
    roots = {"client": os.getpid(), "server": pid, "database": postmaster()}
    text: list[str] = []

    def seconds() -> dict[str, float]:
        found = {name: tree_seconds(root) for name, root in roots.items()}
        found["client"] = sum(os.times()[:2])
        return found

    before = seconds()
    yield text
    used = {name: value - before[name] for name, value in seconds().items()}
    total = sum(used.values()) or 1.0
    text.append(" ".join(f"{name} {100 * part / total:.0f}%" for name, part in used.items()))


def pgbench(attempts: tuple[int, int], clients: int) -> float:
    """Floor (a): the journal's insert through pgbench, prepared, durable commit; per second."""
    values = iter([":attempt", "1", "now()", "1", "now()", "ARRAY[:sequence]", "ARRAY[:slot]",
                   "ARRAY['B']", "ARRAY[now()]"])  # fmt: skip
    statement = re.sub("%s", lambda _: next(values), STATEMENT)
    script = (
        f"\\set attempt random({attempts[0]}, {attempts[1]})\n"
        "\\set sequence random(1000000, 2000000000)\n\\set slot random(1, 50)\n"
        + " ".join(statement.split())
        + ";\n"
    )
    database = connection.settings_dict
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        output = subprocess.run(
            [f"{os.environ['PG_BIN']}/pgbench", "-n", "-M", "prepared", "-c", str(clients),
             "-j", "2", "-T", str(int(SECONDS)), "-f", file.name, "-h", database["HOST"],
             "-p", database["PORT"], "-U", database["USER"], database["NAME"]],
            env=os.environ | {"PGPASSWORD": database["PASSWORD"]},
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    return float(re.search(r"tps = ([\d.]+)", output)[1])  # type: ignore[index]


def floor(attempts: list[int], clients: int) -> Figures:
    """Floor (b): the bare view in the same server."""
    sequence = count(3_000_000)

    async def step(link: Connection, job: int) -> Reply:
        body = {"attempt": attempts[job % len(attempts)], "sequence": job, "slot": 1 + job % 50,
                "answer": "B"}  # fmt: skip
        headers = {"Content-Type": "application/json"}
        return await link.send(("POST", "/", headers, json.dumps(body).encode()))

    with server("bench.floor:application") as (port, pid), cpu_split(pid) as cpu:
        figures = asyncio.run(run(port, clients, sequence, step, SECONDS))
    report(f"floor (b) bare WSGI, {clients} clients", figures, cpu[0])
    return figures


class Candidates:
    """The simulated candidates: they start, save and hand in through HTTP only."""

    def __init__(self, sitters: list[county.Sitter]) -> None:
        self.sitters = sitters
        self.tokens: dict[int, str] = {}
        self.acknowledged: set[tuple[int, int]] = set()

    def _browser(self, sitter: county.Sitter) -> dict[str, str]:
        return {
            "Cookie": f"sessionid={sitter.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    async def start(self, link: Connection, job: int) -> Reply:
        """Pledge and start, then the paper page: two requests, counted as one start."""
        sitter = self.sitters[job]
        path = f"/my/attempts/{sitter.attempt_id}/"
        headers = self._browser(sitter)
        begun = await link.send(("POST", f"{path}start/", headers, b"pledge=1"))
        for name, value in begun.cookies.items():
            headers["Cookie"] += f"; {name}={value}"
        page = await link.send(("GET", path, headers, b""))
        token = re.search(rb'name="token" value="([^"]+)"', page.body)
        if token is None:
            page.status = 599
        else:
            self.tokens[job] = token[1].decode()
        return page

    async def save(self, link: Connection, job: int) -> Reply:
        """One answer of one candidate; counted only when its number comes back acknowledged."""
        who, sequence = job % len(self.sitters), 1 + job // len(self.sitters)
        slot = 1 + sequence % 50
        answer = {"single": "B", "multiple": "ABD", "true_false": "T"}[
            self.sitters[who].kinds[slot]
        ]
        body = {"answers": [{"sequence": sequence, "slot": slot, "answer": answer}]}
        headers = {"X-Attempt": self.tokens[who], "Content-Type": "application/json"}
        reply = await link.send(("POST", "/my/answers/", headers, json.dumps(body).encode()))
        if reply.status == 200 and json.loads(reply.body)["saved"] == [sequence]:
            self.acknowledged.add((self.sitters[who].attempt_id, sequence))
        else:
            reply.status = max(reply.status, 599)
        return reply

    async def submit(self, link: Connection, job: int) -> Reply:
        body = json.dumps({"token": self.tokens[job]}).encode()
        headers = {"Content-Type": "application/json"}
        return await link.send(("POST", "/exams/marking/submit/", headers, body))


def reconcile(candidates: Candidates) -> None:
    """Everything acknowledged is in the journal, and every attempt was scored. Exits when not."""
    stored = set(
        JournalEntry.objects.filter(sequence__lt=1_000_000).values_list("attempt_id", "sequence")
    )
    lost = candidates.acknowledged - stored
    people = len(candidates.sitters)
    rows = (Score.objects.count(), Response.objects.count())
    say(
        f"reconciled: {len(candidates.acknowledged)} acknowledged, {len(lost)} lost, "
        f"{rows[0]} scores and {rows[1]} responses of {people} candidates"
    )
    if lost or rows != (people, 50 * people):
        raise SystemExit("the counts do not agree")


def main() -> None:
    if connection.vendor != "postgresql":
        raise SystemExit("the bench needs PostgreSQL; run it as script/bench")
    now = timezone.now()
    say(f"{PEOPLE} people, 2000 questions, papers of 50; {WORKERS} workers x {THREADS} threads")
    county.make_people(PEOPLE)
    county.make_bank(now)
    exam, drawing = county.make_exam(now)
    say(f"draw and store {PEOPLE} papers of 50 from 2000 questions: {drawing:.2f} s")
    candidates = Candidates(county.sign_in_everybody(exam))
    connection.close()

    with server("config.wsgi:application") as (port, pid):
        with cpu_split(pid) as cpu:
            starts = asyncio.run(run(port, CLIENTS, iter(range(PEOPLE)), candidates.start))
        report(f"start (2 requests), {CLIENTS} clients", starts, cpu[0])
    ids = [sitter.attempt_id for sitter in candidates.sitters]
    for clients in (16, 64):
        fast = pgbench((min(ids), max(ids)), clients)
        say(f"floor (a) pgbench, {clients} clients{'':10} {fast:8.0f}/s")
        bare = floor(ids, clients)
        with server("config.wsgi:application") as (port, pid):
            with cpu_split(pid) as cpu:
                jobs = count(len(candidates.acknowledged))
                saves = asyncio.run(run(port, clients, jobs, candidates.save, SECONDS))
            share = f"= {saves.rate / fast:.0%} of (a), {saves.rate / bare.rate:.0%} of (b)"
            report(f"save, {clients} clients", saves, cpu[0], share)
    with server("config.wsgi:application") as (port, pid):
        with cpu_split(pid) as cpu:
            submits = asyncio.run(run(port, CLIENTS, iter(range(PEOPLE)), candidates.submit))
        report(f"submit and score, {CLIENTS} clients", submits, cpu[0])
    reconcile(candidates)
    begun = perf_counter()
    coverage = load_coverage(exam, timezone.now())
    say(f"coverage of {coverage.total.must_sit} people: {perf_counter() - begun:.3f} s")


if __name__ == "__main__":
    sys.exit(main())
