"""Both languages are complete: every message in the sources is in the catalogue, translated."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def statistics(*options: str) -> str:
    msgattrib = shutil.which("msgattrib")
    assert msgattrib, "gettext is missing: apt-get install gettext"
    command = [msgattrib, *options, "--no-obsolete", str(CATALOGUE)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("option", ["--untranslated", "--only-fuzzy"])
def test_no_entry_is_untranslated_or_fuzzy(option):
    assert re.findall(r'^msgid "(?!"$).*', statistics(option), re.MULTILINE) == []


def test_catalogue_holds_every_message_of_the_sources(tmp_path):
    for part in ("audit", "rosters", "questionbank", "quiz", "config", "templates"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("*.pyc"))
    (tmp_path / "locale").mkdir()
    shutil.copytree(ROOT / "locale" / "zh_Hans", tmp_path / "locale" / "zh_Hans")
    fresh = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    script = (
        "import django; from django.conf import settings; "
        "settings.configure(LOCALE_PATHS=['locale'], USE_I18N=True); django.setup(); "
        "from django.core.management import call_command; "
        "call_command('makemessages', locale=['zh_Hans'], no_location=True, no_obsolete=True, "
        "verbosity=0)"
    )
    subprocess.run(["python", "-c", script], cwd=tmp_path, check=True, capture_output=True)
    assert messages(fresh) - messages(CATALOGUE) == set()


def messages(path: Path) -> set[str]:
    text = path.read_text()
    entries = re.findall(r'^msgid ((?:".*"\n)+)', text, re.MULTILINE)
    return {"".join(re.findall(r'"(.*)"\n', entry)) for entry in entries}
