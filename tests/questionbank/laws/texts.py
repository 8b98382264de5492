"""Invented statutes for the tests of the room, and where the real ones may be found."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from questionbank.laws.rules import ArticleText, Statute, article_label, read_statute

REAL = settings.LAWS_DIR or Path(settings.BASE_DIR).parent / "shared" / "laws"
needs_real_laws = pytest.mark.skipif(
    not (REAL / "index.csv").is_file(), reason="the texts of the laws are not at hand"
)

FIRST = """# 中华人民共和国档案借阅法

2010年3月5日 某届全国人民代表大会第一次会议通过

<!-- INFO END -->

## 第一章 总　则

第一条 为了规范借阅，制定本法。

第二条 借阅应当登记。

登记包括下列内容：

（一）姓名；

（二）日期。

## 第二章 附则

### 第一节 施行

第三条 本法自2010年7月1日起施行。
"""


def markdown(
    *articles: tuple[str, str],
    title: str = "中华人民共和国档案借阅法",
    history: Sequence[str] = ("2010年3月5日 某届全国人民代表大会第一次会议通过",),
) -> bytes:
    """A statute of (number, text)."""
    lines = [f"# {title}", *history, "<!-- INFO END -->"]
    lines += [f"{article_label(number)} {text}" for number, text in articles]
    return "\n\n".join(lines).encode()


def read(text: str, name: str = "") -> Statute:
    statute = read_statute(text.splitlines(), name)
    assert isinstance(statute, Statute), statute
    return statute


def real_articles(name: str) -> tuple[ArticleText, ...]:
    """The articles of the one real text whose file name begins so: `old/行政处罚法(`."""
    (path,) = REAL.glob(f"{name}*.md")
    return read(path.read_text(encoding="utf-8"), path.stem).articles


def national_database_word() -> bytes:
    """A .docx in the shape of the national database of laws."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    centred = [
        "中华人民共和国档案借阅法",
        "（2010年3月5日某届全国人民代表大会第一次会议通过　根据2018年10月26日某届全国人民代表大会"
        "常务委员会第六次会议《关于修改〈中华人民共和国档案借阅法〉等两部法律的决定》修正　"
        "2024年6月28日某届全国人民代表大会常务委员会第十次会议修订）",
        "目　　录",
        "第一章　总　　则",
        "第二章　附　　则",
        "",
        "第一章　总　　则",
    ]
    for text in centred:
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number, text in (("第一条", "为了规范借阅，制定本法。"), ("第二条", "借阅应当登记：")):
        paragraph = document.add_paragraph("　　")
        paragraph.add_run(number).bold = True
        paragraph.add_run(f"　{text}")
    for text in ("　　（一）姓名；", "　　（二）日期。", "第二章　附　　则"):
        document.add_paragraph(text)
    document.add_paragraph("　　第二条之一　期限为三十日。")
    document.add_paragraph("　　第三条　本法自2024年11月1日起施行。")
    return saved(document)


def saved(document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
