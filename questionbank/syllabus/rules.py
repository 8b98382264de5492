"""Must-know lists: states. Pure."""

from enum import StrEnum


class SyllabusState(StrEnum):
    DRAFT = "draft"  # 编制中
    ISSUED = "issued"  # 已印发: never changed again, a newer number supersedes it
