"""Measures how long question files take to be read and planned: `python -m bench.exchange`.

Nothing is written: the database of the environment is only asked what it already holds. The real
bank is the largest text in YINGZHI_BANKS (by default ../shared/banks), if it is at hand.
"""

import os
from datetime import date
from io import BytesIO
from pathlib import Path
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from docx import Document  # noqa: E402

from audit.rules import Refusal  # noqa: E402
from questionbank.exchange.documents import read_bank  # noqa: E402
from questionbank.exchange.queries import plan_reading  # noqa: E402

ITEMS = int(os.environ.get("BENCH_ITEMS", "5000"))
TODAY = date(2026, 1, 1)
WORDS = ("行政处罚", "行政许可", "行政强制", "行政复议", "政府信息公开", "行政执法监督", "安全生产")


def synthetic(count: int) -> bytes:
    """A Word document of that many items of four options each."""
    document = Document()
    document.add_paragraph("一、单项选择题")
    for number in range(1, count + 1):
        law = WORDS[number % len(WORDS)]
        document.add_paragraph(f"{number}．第{number}号{law}决定应当在（　）内作出。")
        for letter, days in zip("ABCD", (7, 15, 30, 60), strict=True):
            document.add_paragraph(f"{letter}．{number + days}日")
        document.add_paragraph("答案：C")
        document.add_paragraph(f"解析：见《{law}条例》第{number % 80 + 1}条，期限从受理之日起算。")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def measure(name: str, content: bytes) -> None:
    started = perf_counter()
    reading = read_bank(content, name)
    read = perf_counter()
    if isinstance(reading, Refusal):
        print(f"{name}: {reading}")
        return
    report = plan_reading(reading, name, TODAY).report
    planned = perf_counter()
    print(
        f"{name}: {report.items} items ({len(report.rejected)} rejected,"
        f" {len(report.unread)} lines not read): read {read - started:.2f} s,"
        f" plan {planned - read:.2f} s"
    )


def main() -> None:
    banks = Path(os.environ.get("YINGZHI_BANKS", Path(settings.BASE_DIR).parent / "shared/banks"))
    texts = sorted(banks.glob("*.txt"), key=lambda path: path.stat().st_size)
    if texts:
        measure(texts[-1].name, texts[-1].read_bytes())
    measure(f"{ITEMS} items as .docx", synthetic(ITEMS))


if __name__ == "__main__":
    main()
