"""Fixtures for all tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from hypothesis import settings

from audit.append_only import AppendOnly, Thawed

# The same examples in every run, however slow the machine is: a red run is the code's doing.
# To look for new ones: pytest --hypothesis-profile default
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def _append_only_tables() -> list[AppendOnly]:
    """How each table is closed after the last migration."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs()} & {
        "audit", "rosters", "questionbank", "quiz"
    }  # fmt: skip
    closed: dict[str, AppendOnly] = {}
    for (app, _), migration in sorted(loader.disk_migrations.items()):
        for operation in migration.operations if app in ours else ():
            if isinstance(operation, Thawed):
                closed.pop(operation.table)
            elif isinstance(operation, AppendOnly):
                closed[operation.table] = operation
    return list(closed.values())


@pytest.fixture(autouse=True)
def _append_only_around_flush(request: pytest.FixtureRequest) -> Iterator[None]:
    """Lifts the append-only triggers while Django empties the tables after a test.

    Tests that commit (transactional_db, live_server) are cleaned by DELETE on SQLite, which the
    triggers rightly refuse. PostgreSQL truncates, which row triggers do not see.
    """
    names = {"transactional_db", "live_server"} & set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    commits = bool(names) or bool(marker and marker.kwargs.get("transaction"))
    if not commits:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    if connection.vendor == "sqlite":
        tables = _append_only_tables()
        with connection.schema_editor() as editor:
            for operation in tables:
                operation.database_backwards("", editor, None, None)
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        with connection.schema_editor() as editor:
            for operation in tables:
                operation.database_forwards("", editor, None, None)


@pytest.fixture(scope="session", autouse=True)
def _end_lingering_sessions(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Ends what is still connected when all tests are done, so that PostgreSQL can drop the
    database: a thread of a live server may hold a keep-alive connection of the browser open."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
