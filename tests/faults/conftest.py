"""Fixtures of the fault stories."""

from pathlib import Path

import pytest
from django.db import connection

from tests.faults.server import environment, run


@pytest.fixture
def environ(tmp_path: Path, transactional_db: None) -> dict[str, str]:
    """Environment of processes that share a migrated database of their own with this test."""
    chosen = environment(tmp_path)
    if connection.vendor == "sqlite":
        run(chosen, "manage.py", "migrate", "--verbosity", "0")
    return chosen
