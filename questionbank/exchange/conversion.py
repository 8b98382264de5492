"""Old Word documents (.doc, .wps, whatever their names say) made into .docx by LibreOffice."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS = 90


def find_office() -> str | None:
    """The program that converts, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert_to_docx(content: bytes, office: str) -> bytes | None:
    """The document as .docx; None when the office program gives up, crashes or takes too long.

    It runs as a child with a profile of its own, without macros, and nothing of it is left.
    """
    with TemporaryDirectory(prefix="yingzhi-doc-") as folder:
        source = Path(folder, "in", "bank.doc")
        source.parent.mkdir()
        source.write_bytes(content)
        profile = Path(folder, "profile").as_uri()
        _run(
            [office, "--headless", "--norestore", "--nolockcheck", "--nodefault",
             f"-env:UserInstallation={profile}", "--convert-to", "docx",
             "--outdir", str(Path(folder, "out")), str(source)]
        )  # fmt: skip
        try:
            return Path(folder, "out", "bank.docx").read_bytes()
        except OSError:
            return None


def _run(command: list[str]) -> None:
    child = subprocess.Popen(  # noqa: S603  the office program; the file is only its input
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:  # the starter leaves the office itself behind
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
