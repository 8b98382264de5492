"""CPU seconds of process trees, read from /proc."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    text = Path(f"/proc/{pid}/stat").read_text()
    return text[text.rindex(")") + 2 :].split()


def tree_seconds(root: int) -> float:
    """User and system seconds of a process and all its descendants, dead children included."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    total, queue = 0.0, [root]
    while queue:
        pid = queue.pop()
        queue.extend(parents.get(pid, []))
        try:
            total += sum(int(n) for n in _stat(pid)[11:15]) / _TICK
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total
