"""Where a file stands on its way into the bank."""

from enum import StrEnum


class ImportState(StrEnum):
    WAITING = "waiting"  # 待读取
    READING = "reading"  # 读取中
    READY = "ready"  # 待核对
    APPLIED = "applied"  # 已入库
    FAILED = "failed"  # 未能读取
