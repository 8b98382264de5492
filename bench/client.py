"""A closed-loop HTTP client: each connection sends its next request when the last one is answered.

It speaks just enough HTTP/1.1 to cost little, because it shares the machine with the server.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter

Headers = dict[str, str]
Request = tuple[str, str, Headers, bytes]
"""Method, path, headers, body."""


@dataclass
class Reply:
    status: int
    headers: Headers
    cookies: dict[str, str]
    body: bytes


@dataclass
class Figures:
    """What came of a phase. Latencies in seconds; `wall` is the length of the whole phase."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wall: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.wall

    def percentile(self, share: float) -> float:
        """The latency in seconds that `share` of the requests did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class Connection:
    """One keep-alive connection to the server on loopback."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def send(self, request: Request) -> Reply:
        """Sends one request and reads its answer."""
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        method, path, headers, body = request
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines.append(f"Content-Length: {len(body)}")
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return await self._read()

    async def _read(self) -> Reply:
        assert self.reader is not None and self.writer is not None
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        reply = Reply(int(head[0].split()[1]), {}, {}, b"")
        for line in head[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                cookie, _, rest = value.strip().partition("=")
                reply.cookies[cookie] = rest.split(";")[0]
            elif name:
                reply.headers[name.lower()] = value.strip()
        if reply.headers.get("transfer-encoding") == "chunked":
            while size := int((await self.reader.readline()).strip() or b"0", 16):
                reply.body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readline()
        else:
            reply.body = await self.reader.readexactly(int(reply.headers.get("content-length", 0)))
        if reply.headers.get("connection", "").lower() == "close":
            self.writer.close()
        return reply

    def close(self) -> None:
        if self.writer:
            self.writer.close()


Step = Callable[[Connection, int], "asyncio.Future[Reply]"]


async def run(
    port: int, connections: int, jobs: Iterator[int], step: Step, seconds: float | None = None
) -> Figures:
    """Each connection takes the next job and does `step` with it, until the jobs or the time end.

    `step` may send several requests; its time counts as one, its last status is what is counted.
    """
    figures = Figures()
    begun = perf_counter()

    async def worker() -> None:
        connection = Connection(port)
        for job in jobs:
            before = perf_counter()
            reply = await step(connection, job)
            after = perf_counter()
            figures.latencies.append(after - before)
            figures.statuses[reply.status] += 1
            if seconds is not None and after - begun > seconds:
                break
        connection.close()

    await asyncio.gather(*(worker() for _ in range(connections)))
    figures.wall = perf_counter() - begun
    return figures
