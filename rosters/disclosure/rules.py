"""For what personal data may leave the system. Pure."""

from enum import StrEnum


class Purpose(StrEnum):
    """What somebody states before a list is exported or a number is shown in full."""

    EXAM = "exam"  # 考务组织
    CHECK = "check"  # 与单位核对
    REPORT = "report"  # 报送上级
    ARCHIVE = "archive"  # 归档
    ANNOUNCE = "announce"  # 公示
    INSPECTION = "inspection"  # 接受检查
    REQUEST = "request"  # 本人申请


class Disclosed(StrEnum):
    """In which form data were disclosed; the action of the audit record."""

    EXPORT = "export"
    UNMASK = "unmask"
    PRINT = "print"
