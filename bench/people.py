"""A synthetic county of any size, for every bench that needs people; and how fast it is listed.

The same county comes out in every run: `make_county(100_000, 2_000)` on an empty, migrated
database. No name, number or unit of it is anybody's. `python -m bench.people` makes one
(BENCH_PEOPLE, BENCH_UNITS) and measures the list page as an officer's browser asks for it.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import TypeVar

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from stdnum.cn.ric import calc_check_digit  # noqa: E402

from rosters.accounts.models import RoleGrant, User  # noqa: E402
from rosters.people.models import (  # noqa: E402
    Credential,
    Person,
    Posting,
    Recruitment,
    StatusChange,
    Training,
)
from rosters.people.queries import likely_pairs  # noqa: E402
from rosters.people.rules import CredentialStatus, PersonStatus, Sex, pinyin_key  # noqa: E402
from rosters.people.sealing import lookup, seal  # noqa: E402
from rosters.people.workbook import people_workbook  # noqa: E402
from rosters.roles.rules import Role  # noqa: E402
from rosters.units.models import Unit  # noqa: E402
from rosters.units.rules import UnitKind  # noqa: E402

Row = TypeVar("Row", bound=models.Model)
BATCH = 2000
FIRST_BIRTH = date(1966, 1, 1)
RECORDED = "2026-01-05T08:00:00+08:00"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国玉兰志红梅春燕飞鹏辉婷雪琳晨宇浩"
    "凯欣怡佳慧颖波斌健峰亮龙海山川林森岩松柏青云月星辰光荣贵福康宁安顺和祥瑞祺学思远达成"
)
FIELDS = ("市场监管", "生态环境", "农业农村", "交通运输", "文化旅游", "应急管理", "水利")
ESTABLISHMENTS = ("行政", "参公", "事业")
LEADING = ("副处级", "正处级", "四级调研员", "正科级", "副科级")
ROOTS = (
    (UnitKind.TOWNSHIP, "第{}镇人民政府", 3),
    (UnitKind.DEPARTMENT, "县第{}局", 5),
    (UnitKind.VERTICAL, "国家第{}局县局", 1),
)
GONE = (
    PersonStatus.SECONDED,
    PersonStatus.LONG_LEAVE,
    PersonStatus.TRANSFERRED,
    PersonStatus.RETIRED,
    PersonStatus.LEFT,
    PersonStatus.DECEASED,
)


def make_county(people: int, units: int, seed: int = 20261122) -> None:
    """So many units (one in ten at the root) and so many people in them, with all they hold.

    Of a hundred people ten are not in post, one has no unit, two serve in a second one, five have
    no identity number, ten are leaders, forty hold a card and ten were recruited since 2015.
    """
    chance = Random(seed)  # noqa: S311  data of a bench
    homes = make_units(units)
    made = _saved(Person, (_person(n, chance) for n in range(people)))
    _saved(Posting, _postings(made, homes, chance))
    _saved(Credential, _cards(made, chance))
    _saved(
        Recruitment,
        (Recruitment(person=p, hired_on=_day(2015, 11, chance), intake="省考") for p in made[::10]),
    )
    _saved(Training, (Training(person=p, year=2026, hours=40 + p.pk % 40) for p in made[::5]))
    _saved(
        StatusChange,
        (
            StatusChange(person=p, status=p.status, since=p.status_since, recorded_at=RECORDED)
            for p in made
            if p.status_since
        ),
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def make_units(number: int) -> list[Unit]:
    """One in ten at the root, of the three ranked kinds; the others evenly below these."""
    at_root = max(number // 10, min(number, 9))
    kinds = [(kind, name) for kind, name, share in ROOTS for _ in range(share)]
    roots = Unit.objects.bulk_create(
        Unit(name=kinds[n % 9][1].format(f"{n + 1:04}"), kind=kinds[n % 9][0], order=n + 1)
        for n in range(at_root)
    )
    below = (
        Unit(
            name=f"{roots[n % at_root].name}第{n // at_root + 1}大队",
            kind=UnitKind.SUBORDINATE,
            parent=roots[n % at_root],
            order=at_root + n + 1,
            enforces=n % 3 == 0,
        )
        for n in range(number - at_root)
    )
    return roots + Unit.objects.bulk_create(below, batch_size=BATCH)


def _person(n: int, chance: Random) -> Person:
    given = "".join(chance.choices(GIVEN, k=1 if n % 7 == 0 else 2))
    name = chance.choice(SURNAMES) + given
    born, order = FIRST_BIRTH + timedelta(days=n % 13_000), n // 13_000 + 1
    status = GONE[n // 10 % len(GONE)] if n % 10 == 3 else PersonStatus.IN_POST
    sealed: dict[str, bytes | str] = {}
    if n % 20 != 7:
        body = f"999999{born:%Y%m%d}{order:03}"
        number = body + calc_check_digit(body + "0")
        sealed = {"id_sealed": seal(number), "id_lookup": lookup(number)}
    return Person(
        name=name,
        pinyin=pinyin_key(name),
        sex=Sex.MALE if order % 2 else Sex.FEMALE,
        born_on=born,
        phone=f"199{n:08}" if n % 25 else "",
        status=status,
        status_since=None if status == PersonStatus.IN_POST else _day(2022, 4, chance),
        law_qualification="A类" if n % 97 == 0 else "",
        **sealed,
    )


def _postings(people: Iterable[Person], units: list[Unit], chance: Random) -> Iterator[Posting]:
    for n, person in enumerate(people):
        if n % 100 == 99:
            continue
        unit = chance.randrange(len(units))
        leads = n % 10 == 0
        yield Posting(
            person=person,
            unit=units[unit],
            title="副局长" if leads else "科员",
            rank=LEADING[n // 10 % len(LEADING)] if leads else "一级科员",
            appointed_on=_day(2012, 14, chance),
            establishment=ESTABLISHMENTS[n % 3],
            enforcement=(True, False, None)[n % 3],
        )
        if n % 50 == 1:
            second = units[(unit + 1) % len(units)]
            yield Posting(person=person, unit=second, title="兼职", primary=False)


def _cards(people: list[Person], chance: Random) -> Iterator[Credential]:
    for n, person in enumerate(people):
        if n % 5 > 1:
            continue
        issued = _day(2018, 8, chance)
        cancelled = n % 50 == 6
        yield Credential(
            person=person,
            number=f"B{n:08}",
            kind="全国统一",
            field=FIELDS[n % len(FIELDS)],
            area="本县",
            issued_on=issued,
            valid_to=issued.replace(month=12, day=31, year=issued.year + 5),
            status=CredentialStatus.CANCELLED if cancelled else CredentialStatus.VALID,
            cancelled_on=date(2026, 3, 1) if cancelled else None,
        )


def _day(first_year: int, years: int, chance: Random) -> date:
    return date(first_year, 1, 1) + timedelta(days=chance.randrange(years * 365))


def _saved(table: type[Row], rows: Iterable[Row]) -> list[Row]:
    """The rows, written in batches."""
    return table._default_manager.bulk_create(rows, batch_size=BATCH)


def filters() -> dict[str, dict[str, str]]:
    """Filters of the list by their name: one that keeps many and, where there is one, few."""
    root = Unit.objects.filter(parent=None).order_by("order")[1]
    leaf = Unit.objects.exclude(parent=None).order_by("-order")[0]
    return {
        "surname": {"q": "王"},
        "name": {"q": "欣怡"},
        "nobody": {"q": "查无此人"},
        "phone": {"q": "1990004"},
        "unit and below": {"unit": str(root.pk)},
        "one unit": {"unit": str(leaf.pk)},
        "townships": {"kind": "township"},
        "departments": {"kind": "department"},
        "rank text": {"rank": "副处"},
        "with rank": {"holds": "rank"},
        "recruited": {"holds": "recruitment"},
        "with card": {"holds": "credential"},
        "field": {"field": "市场"},
        "in post": {"status": "in_post"},
        "retired": {"status": "retired"},
        "without unit": {"lacks": "unit"},
        "without number": {"lacks": "identity"},
        "without phone": {"lacks": "phone"},
        "merged": {"merged": "on"},
    }


def measure_list(rounds: int) -> None:
    """Every filter alone, in both orders and far down the list, then every two filters together."""
    officer = User.objects.create(username="bench-people", password="!")  # noqa: S106  unusable
    RoleGrant.objects.create(user=officer, role=Role.OFFICER)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(officer)
    asked = filters()
    singles = {"no filter": {}} | asked
    shapes = {"": {}, "by unit": {"sort": "unit"}, "page 200": {"page": "200"}}
    shapes["by unit, page 200"] = {"sort": "unit", "page": "200"}
    every = [
        time
        for shape, extra in shapes.items()
        for name, query in singles.items()
        for time in _measured(client, f"{name} {shape}", query | extra, rounds)
    ]
    say(f"{'every filter alone':44} {'':9} {spread(every)}")
    pairs = [
        time
        for (one, first), (two, second) in combinations(asked.items(), 2)
        if first.keys().isdisjoint(second)
        for time in _measured(client, f"{one} + {two}", first | second, max(rounds // 4, 5))
    ]
    say(f"{'every two filters together':44} {'':9} {spread(pairs)}")


def _measured(client: Client, name: str, query: dict[str, str], rounds: int) -> list[float]:
    """Milliseconds of each request for one address."""
    address, times, found = reverse("people:list"), [], ""
    for _ in range(rounds):
        begun = perf_counter()
        page = client.get(address, query)
        times.append((perf_counter() - begun) * 1000)
        assert page.status_code == 200
        said = re.search(r'class="paging".*?<span>\D*(\d+)', page.content.decode(), re.DOTALL)
        found = said[1] if said else "?"
    say(f"{name:44} {found:>9} {spread(times)}")
    return times


def spread(times: list[float]) -> str:
    cuts = quantiles(times, n=20)
    return f"p50 {cuts[9]:6.1f} ms  p95 {cuts[18]:6.1f} ms"


def say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    people = int(os.environ.get("BENCH_PEOPLE", "100000"))
    units = int(os.environ.get("BENCH_UNITS", "2000"))
    begun = perf_counter()
    make_county(people, units)
    say(f"{people:,} people, {units:,} units, {connection.vendor}: {perf_counter() - begun:.1f} s")
    measure_list(int(os.environ.get("BENCH_ROUNDS", "20")))
    begun = perf_counter()
    pairs = likely_pairs(Person.objects.all())
    say(f"who may be the same: {len(pairs):,} pairs in {perf_counter() - begun:.2f} s")
    begun = perf_counter()
    keys = Person.objects.order_by("pinyin", "pk").values_list("pk", flat=True)
    content, rows = people_workbook(list(keys))
    say(f"export of {rows:,}: {len(content) / 2**20:.1f} MB in {perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
