"""Whether an old spreadsheet can be read at all, found out where it can do no harm."""

import subprocess
import sys

_SECONDS = 60
_READ_ALL = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""


def survives_reading(content: bytes) -> bool:
    """Whether the reader gets through an .xls file without giving up, aborting or hanging.

    A damaged length in the old format can make the reader ask for more memory than there is, and
    that ends its process at once, with everything else the process was doing. So a process of its
    own goes first.
    """
    try:
        trial = subprocess.run(  # noqa: S603  our own program; the file is only its input
            [sys.executable, "-I", "-c", _READ_ALL],
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return trial.returncode == 0
