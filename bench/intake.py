"""Measures a county's roster of 50,000 rows: `script/with-postgres python -m bench.intake`.

The workbook is the same in every run: 100 units, some names alike, some rows wrong. Each step runs
in a process of its own, as the worker does it, which tells its time and its peak of memory. It
needs an empty database, and fills it.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from stdnum.cn.ric import calc_check_digit  # noqa: E402

from audit.actions import SYSTEM  # noqa: E402
from rosters.intake.actions import (  # noqa: E402
    apply_staged,
    read_staged,
    stage_upload,
    start_applying,
    undo_upload,
)
from rosters.intake.models import RosterUpload  # noqa: E402
from rosters.units.models import Unit  # noqa: E402
from rosters.units.rules import UnitKind  # noqa: E402

ROWS = int(os.environ.get("BENCH_ROWS", "50000"))
UNITS = 100
MEGABYTE = 1024  # getrusage tells kilobytes
HEADER = (
    "序号", "姓名", "性别", "出生年月", "身份证号", "工作单位", "现任职务", "职级", "任现职时间",
    "手机号", "执法证号", "执法领域", "发证日期", "有效期至", "是否在执法岗位", "年度学时", "备注",
)  # fmt: skip
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂华建国文志玉海燕红春梅晓东鹏宇辉"
RANKS = ("一级科员", "二级科员", "四级主任科员", "三级主任科员", "副科级", "正科级", "副处级")
FIELDS = ("市场监管", "交通运输", "生态环境", "应急管理", "城市管理", "农业农村", "文化旅游")


def unit_name(number: int) -> str:
    return f"测试县第{number}局"


def people(title: str) -> Iterator[tuple[Any, ...]]:
    """Rows of nobody: place 999999 is not given out. One in 500 has a number that cannot be."""
    dice = Random(2026)  # noqa: S311  the same rows in every run
    for number in range(1, ROWS + 1):
        born = date(1966, 1, 1) + timedelta(days=dice.randrange(12_000))
        body = f"999999{born:%Y%m%d}{number % 1000:03}"
        identity = body + calc_check_digit(body + "0")
        if number % 500 == 0:
            identity = identity[:17] + ("0" if identity[17] != "0" else "1")
        name = dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)
        card = f"99{number:09}" if number % 3 else None
        issued = date(2020, 1, 1) + timedelta(days=dice.randrange(1500))
        yield (
            number, name, "男" if number % 2 else "女", f"{born:%Y.%m}", identity,
            unit_name(dice.randrange(UNITS)), title, dice.choice(RANKS),
            f"{dice.randrange(2010, 2026)}.{dice.randrange(1, 13):02}", 13_000_000_000 + number,
            card, dice.choice(FIELDS) if card else None, f"{issued:%Y-%m-%d}" if card else None,
            f"{issued + timedelta(days=1826):%Y-%m-%d}" if card else None,
            "是" if card else "否", dice.randrange(20, 90), "挂职" if number % 97 == 0 else None,
        )  # fmt: skip


def workbook(title: str) -> bytes:
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        sheet.write(0, 0, "测试县2026年度执法人员名单")
        sheet.write_row(1, 0, HEADER)
        for at, row in enumerate(people(title), start=2):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(at, place, cell)
    return output.getvalue()


def stage(title: str) -> int:
    upload = stage_upload(
        actor=SYSTEM, content=workbook(title), filename="名单.xlsx", unit=None, now=timezone.now()
    )
    assert isinstance(upload, RosterUpload), upload
    return int(upload.pk)


def step(name: str, pk: int) -> dict[str, Any]:
    """One step of an upload in this process; its seconds and its peak of memory."""
    upload = RosterUpload.objects.get(pk=pk)
    if name == "apply":
        assert start_applying(actor=SYSTEM, upload=upload, now=timezone.now()) is None
    begun, used = perf_counter(), process_time()
    if name == "read":
        assert read_staged(upload_id=pk, clock=timezone.now)
    elif name == "apply":
        assert apply_staged(upload_id=pk, clock=timezone.now)
    else:
        answer = undo_upload(actor=SYSTEM, upload=upload, now=timezone.now())
        assert answer is None, answer
    seconds, cpu = perf_counter() - begun, process_time() - used
    upload.refresh_from_db()
    told = {"seconds": seconds, "cpu": cpu, "peak": getrusage(RUSAGE_SELF).ru_maxrss / MEGABYTE}
    return told | {"state": upload.state, "counts": upload.counts}


def measured(name: str, pk: int, what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.intake", name, str(pk)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    told = json.loads(done.stdout.splitlines()[-1])
    counts = ", ".join(f"{n} {verdict}" for verdict, n in told["counts"].items() if n)
    print(
        f"{what:44} {told['seconds']:6.1f} s (cpu {told['cpu']:.1f})  peak {told['peak']:5.0f} MB  "
        f"{told['state']}: {counts}",
        flush=True,
    )


def main() -> None:
    if len(sys.argv) == 3:
        print(json.dumps(step(sys.argv[1], int(sys.argv[2]))))
        return
    call_command("migrate", verbosity=0)
    Unit.objects.bulk_create(
        Unit(name=unit_name(n), kind=UnitKind.DEPARTMENT, order=n) for n in range(UNITS)
    )
    print(f"{ROWS} rows, {UNITS} units, {connection.vendor}", flush=True)
    first = stage("科员")
    measured("read", first, "preview, nobody on file")
    measured("apply", first, "apply, nobody on file")
    same = stage("科员")
    measured("read", same, "preview, everybody on file and unchanged")
    changed = stage("科长")
    measured("read", changed, "preview, everybody changed")
    measured("apply", changed, "apply, everybody changed")
    measured("undo", changed, "undo, everybody changed")
    measured("undo", first, "undo, everybody added")


if __name__ == "__main__":
    main()
