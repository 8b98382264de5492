"""The 1,500 officials of the county, in three overlapping cohorts. Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from quiz.demonstration.rules.county import UNITS, UnitPlan
from quiz.demonstration.rules.names import common_name, special_names
from quiz.demonstration.rules.numbers import card_number, identity_number, phone_number
from rosters.people.rules import Sex
from rosters.units.rules import UnitKind

PEOPLE, LEADERS, FIRST_TIMERS = 1500, 90, 160
LEADERS_WITH_CARD, FIRST_TIMERS_WITH_CARD, OFFICERS_PROMOTED_BELOW_RANK = 20, 40, 8


@dataclass(frozen=True)
class Appointment:
    rank: str
    appointed_on: date
    document: str


@dataclass(frozen=True)
class Hiring:
    hired_on: date
    intake: str
    probation_until: date


@dataclass(frozen=True)
class Card:
    number: str
    field: str
    issued_on: date
    valid_to: date | None


@dataclass(frozen=True)
class Official:
    """One person as the county's own files know them, before anybody typed a roster."""

    order: int
    name: str
    sex: Sex
    born_on: date
    identity: str
    phone: str
    unit: UnitPlan
    title: str
    appointment: Appointment | None = None
    hiring: Hiring | None = None
    card: Card | None = None


def make_people(seed: int, today: date) -> tuple[Official, ...]:
    """New leaders first, then first-time civil servants, then enforcement officers.

    Their days of birth, appointment and hiring are counted back from `today`.
    """
    dice = Random(seed)  # noqa: S311 - repeatable, and nothing secret
    names = dict(zip(dice.sample(range(PEOPLE), 18), special_names(), strict=True))
    people = []
    for order in range(PEOPLE):
        if order < LEADERS:
            official = _leader(dice, order, today)
        elif order < LEADERS + FIRST_TIMERS:
            official = _first_timer(dice, order, today)
        else:
            official = _officer(dice, order, today)
        people.append(replace(official, name=names.get(order, official.name)))
    return tuple(people)


def _official(dice: Random, order: int, today: date, ages: tuple[int, int]) -> Official:
    """Somebody of that age, in a unit picked in proportion to its enforcement officers."""
    sex = Sex.FEMALE if dice.random() < 0.36 else Sex.MALE
    born_on = today - timedelta(days=dice.randint(ages[0] * 366, ages[1] * 365))
    unit = dice.choices(UNITS, [plan.officers for plan in UNITS])[0]
    return Official(
        order=order,
        name=common_name(dice, sex),
        sex=sex,
        born_on=born_on,
        identity=identity_number(born_on, sex, order % 499),
        phone=phone_number(order),
        unit=unit,
        title="",
    )


def _leader(dice: Random, order: int, today: date) -> Official:
    official = _official(dice, order, today, (36, 56))
    unit = UNITS[order % len(UNITS)] if order < len(UNITS) else official.unit
    rank = dice.choices(("副处级", "副县级", "县处级副职", "正处级"), (40, 35, 18, 7))[0]
    appointment = _appointment(dice, rank, today)
    card = _card(dice, order, unit, today) if order % 9 < 2 else None
    title = _leading_title(unit, head=order < len(UNITS))
    return replace(official, unit=unit, title=title, appointment=appointment, card=card)


def _first_timer(dice: Random, order: int, today: date) -> Official:
    official = _official(dice, order, today, (23, 34))
    hired_on = date(today.year - dice.randint(1, 4), dice.choice((7, 8, 9)), 1)
    hiring = Hiring(hired_on, f"{hired_on.year}年度考录", hired_on.replace(year=hired_on.year + 1))
    card = _card(dice, order, official.unit, today) if order % 4 == 0 else None
    return replace(official, title="一级科员", hiring=hiring, card=card)


def _officer(dice: Random, order: int, today: date) -> Official:
    official = _official(dice, order, today, (26, 59))
    title = dice.choice(("执法人员", "一级主任科员", "四级主任科员", "中队长", "副所长", "科员"))
    appointment = None
    if order < LEADERS + FIRST_TIMERS + OFFICERS_PROMOTED_BELOW_RANK:
        appointment = _appointment(dice, dice.choice(("正科级", "副科级")), today)
    card = _card(dice, order, official.unit, today)
    return replace(official, title=title, appointment=appointment, card=card)


def _appointment(dice: Random, rank: str, today: date) -> Appointment:
    appointed_on = today - timedelta(days=dice.randint(30, 4 * 365))
    document = f"云委〔{appointed_on.year}〕{dice.randint(1, 180)}号"
    return Appointment(rank, appointed_on, document)


def _leading_title(unit: UnitPlan, head: bool) -> str:
    if unit.name.endswith("人民政府办公室"):
        return "副县长"
    if unit.kind is UnitKind.TOWNSHIP:
        return "党委书记" if head else "党委副书记"
    if unit.name.endswith("大队"):
        return "大队长" if head else "教导员"
    if unit.name.endswith("局"):
        return "党组书记、局长" if head else "党组成员、副局长"
    return "党组书记、主任" if head else "党组成员、副主任"


_FIELDS = {
    "公安": "公安", "市场": "市场监管", "税务": "税务", "交通": "交通运输", "公路": "交通运输",
    "农业": "农业农村", "卫生": "卫生健康", "生态": "生态环境", "自然": "自然资源",
    "住房": "住房城乡建设", "应急": "应急管理", "消防": "消防救援", "文化": "文化旅游",
    "人力": "劳动保障监察", "烟草": "烟草专卖", "林业": "林业草原", "水": "水利",
}  # fmt: skip


def _card(dice: Random, order: int, unit: UnitPlan, today: date) -> Card:
    issued_on = today - timedelta(days=dice.randint(30, 4 * 365))
    valid_to = issued_on + timedelta(days=5 * 365 + 1) if dice.random() > 0.02 else None
    field = next((field for key, field in _FIELDS.items() if key in unit.name), "综合执法")
    return Card(card_number(order), field, issued_on, valid_to)
