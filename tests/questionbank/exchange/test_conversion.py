"""Old Word documents through the office program; a stand-in takes its place here."""

import subprocess
import sys
from pathlib import Path

import pytest

from audit.rules import Refusal
from questionbank.exchange import conversion
from questionbank.exchange.conversion import find_office
from questionbank.exchange.documents import read_bank
from questionbank.exchange.rules.reading import Reading
from tests.questionbank.exchange import files
from tests.questionbank.exchange.texts import single

OLD = files.ole("WordDocument")
PROGRAM = """#!{python}
import pathlib, sys, time
arguments = sys.argv
assert pathlib.Path(arguments[-1]).read_bytes() == pathlib.Path({old!r}).read_bytes()
assert "--headless" in arguments and "docx" in arguments
assert any(part.startswith("-env:UserInstallation=file://") for part in arguments)
{deed}
"""
WRITES = (
    "out = pathlib.Path(arguments[arguments.index('--outdir') + 1]); out.mkdir()\n"
    "out.joinpath('bank.docx').write_bytes(pathlib.Path({converted!r}).read_bytes())"
)


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Installs an office program that does as told with the old document."""

    def install(deed: str, converted: bytes = b"") -> Path:
        (tmp_path / "old.doc").write_bytes(OLD)
        (tmp_path / "new.docx").write_bytes(converted)
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        deed = deed.replace("{converted!r}", repr(str(tmp_path / "new.docx")))
        program.write_text(
            PROGRAM.format(python=sys.executable, old=str(tmp_path / "old.doc"), deed=deed)
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent))
        return tmp_path

    return install


def test_an_old_document_is_converted_whatever_its_name_says(office):
    office(WRITES, files.word("1.期限为（）。", "A.甲", "B.乙", "答案：B"))
    reading = read_bank(OLD, "题库.docx")
    assert isinstance(reading, Reading)
    assert [item.content for item in reading.parsed] == [
        single("期限为（　）。", "甲", "乙", key="B")
    ]


@pytest.mark.parametrize("converted", [b"", b"no package"])
def test_a_document_that_is_not_converted_is_refused(office, converted):
    office(WRITES if converted else "sys.exit(1)", converted)
    assert read_bank(OLD, "题库.doc") == Refusal("exchange.not_converted", {"file": "题库.doc"})


def test_an_office_that_hangs_is_ended(office, monkeypatch):
    folder = office("time.sleep(600)")
    monkeypatch.setattr(conversion, "SECONDS", 0.5)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert read_bank(OLD, "题库.doc") == Refusal("exchange.not_converted", {"file": "题库.doc"})
    assert list(folder.glob("yingzhi-doc-*")) == []


def test_without_an_office_the_message_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert read_bank(OLD, "题库.doc") == Refusal("exchange.old_word", {"file": "题库.doc"})


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_itself_converts_a_document_that_it_wrote_in_the_old_format(tmp_path):
    lines = ["一、单项选择题", "1.行政复议的期限为（）。", "A.三十日", "B.六十日", "答案：B"]
    (tmp_path / "bank.docx").write_bytes(files.word(*lines))
    profile = (tmp_path / "profile").as_uri()
    command = [find_office(), "--headless", f"-env:UserInstallation={profile}", "--convert-to"]
    command += ["doc:MS Word 97", "--outdir", str(tmp_path), str(tmp_path / "bank.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    reading = read_bank((tmp_path / "bank.doc").read_bytes(), "题库.doc")
    assert isinstance(reading, Reading)
    assert [item.content for item in reading.parsed] == [
        single("行政复议的期限为（　）。", "三十日", "六十日", key="B")
    ]
