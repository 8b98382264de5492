"""House rules that no linter knows: wording of refusals, furniture, sizes, purity of rules."""

import ast
import re
from pathlib import Path

import pytest

from audit import wording
from quiz.scheduling.rules import Lack
from rosters.disclosure.rules import Disclosed

ROOT = Path(__file__).resolve().parents[2]
APPS = ("audit", "rosters", "questionbank", "quiz")
SOURCES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
WORDED_ROOMS = sorted({path.parent.name for path in SOURCES if path.name == "wording.py"})


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_rules(path: Path) -> bool:
    return path.name == "rules.py" or "rules" in path.parent.parts


def imported_modules(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", [p for p in SOURCES if is_rules(p)], ids=name_of)
def test_rules_are_pure(path):
    tree = ast.parse(path.read_text())
    roots = {module.split(".")[0] for module in imported_modules(tree)}
    assert roots.isdisjoint({"django", "secrets", "requests", "socket", "sqlite3", "psycopg"})
    names = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    clocks = {"datetime.now", "datetime.datetime.now", "date.today", "datetime.date.today",
              "time.time", "timezone.now", "datetime.utcnow"}  # fmt: skip
    unseeded = {name for name in names if re.fullmatch(r"random\.(?!Random$)\w+", name)}
    assert names & clocks == set() and unseeded == set()


def test_rules_only_import_rules():
    for path in SOURCES:
        if not is_rules(path):
            continue
        for module in imported_modules(ast.parse(path.read_text())):
            if module.split(".")[0] in APPS:
                assert "rules" in module.split("."), f"{name_of(path)} imports {module}"


def codes_in(path: Path) -> set[str]:
    """Texts of a module that look like the code of a refusal: `room.reason`, wherever they stand.

    A code may be chosen long before its refusal is made, so that calls alone would not show it.
    """
    if path.name == "wording.py":
        return set()
    code = re.compile(rf"(?:{'|'.join(WORDED_ROOMS)})\.[a-z_]+")
    texts = {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if code.fullmatch(text)}


def test_every_refusal_has_a_wording_and_every_wording_a_refusal():
    used = {code for path in SOURCES for code in codes_in(path)}
    used |= {f"scheduling.{lack}" for lack in Lack}
    assert used == wording.known_codes()


def test_every_deed_of_the_rosters_has_a_wording():
    """Pages about people, units and rosters tell what was done to them."""
    recorded = {
        keyword.value.value
        for path in (ROOT / "rosters").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record"
        for keyword in node.keywords
        if keyword.arg == "action" and isinstance(keyword.value, ast.Constant)
    }
    assert recorded | set(Disclosed) <= wording.known_deeds()


@pytest.mark.parametrize(
    "slow",
    ["pandas", "weasyprint", "docx", "python_calamine", "xlsxwriter", "pypinyin", "segno", "pypdf",
     "fontTools", "olefile", "lxml"],
)  # fmt: skip
def test_slow_imports_stay_inside_functions(slow):
    for path in SOURCES:
        top = {
            alias.name.split(".")[0]
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.Import)
            for alias in node.names
        } | {
            node.module.split(".")[0]
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.ImportFrom) and node.module
        }
        assert slow not in top, f"{name_of(path)} imports {slow} at the top"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_and_functions_stay_small(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 40, f"{name_of(path)}:{node.name} has {length} lines"


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ASSETS = sorted(path for end in ("css", "js") for path in (ROOT / "static").rglob(f"*.{end}"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_obey_the_content_security_policy(path):
    html = path.read_text()
    assert not re.search(r"\sstyle\s*=", html)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", html)
    assert not re.search(r"<style", html) or "documents" in name_of(path)
    for script in re.findall(r"<script([^>]*)>", html):
        assert "src=" in script or "application/json" in script


def test_nothing_is_loaded_from_elsewhere():
    for path in TEMPLATES + ASSETS:
        outside = re.findall(
            r"(?:src|href|url)\s*[=(]\s*[\"']?https?://[^\"')\s]+", path.read_text()
        )
        assert outside == [], name_of(path)
