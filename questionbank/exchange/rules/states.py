"""Where a file stands on its way into the bank."""

from datetime import timedelta
from enum import StrEnum


class ImportState(StrEnum):
    WAITING = "waiting"  # 待读取
    READING = "reading"  # 读取中
    READY = "ready"  # 待核对
    APPLIED = "applied"  # 已入库
    FAILED = "failed"  # 未能读取


# Reading gives a sign of life every few seconds; without one for this long its worker is dead.
STALLED_AFTER = timedelta(minutes=2)
