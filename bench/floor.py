"""Floor (b): a bare WSGI view in the same server that runs the journal's own statement."""

import json
import os
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import psycopg

from bench.statement import STATEMENT

_local = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """POST {"attempt": n, "sequence": n, "slot": n, "answer": "B"} -> stored or not."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    now = datetime.now(UTC)
    columns = ([body["sequence"]], [body["slot"]], [body["answer"]], [now])
    row = _local.connection.execute(
        STATEMENT, (body["attempt"], 1, now, 1, now, *columns), prepare=True
    ).fetchone()
    reply = json.dumps({"saved": row[1]}).encode()
    start_response(
        "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(reply)))]
    )
    return [reply]
