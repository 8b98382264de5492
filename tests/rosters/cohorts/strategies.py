"""Any person and any rule, for the properties of the rule engine."""

from datetime import date

from hypothesis import strategies as st

from rosters.cohorts.rules import (
    SERVING_STATUSES,
    STANDARD_RANKS,
    CredentialFact,
    Level,
    PersonFacts,
    PostingFact,
    RankTable,
    Rule,
    StatusFact,
)
from rosters.people.rules import CredentialStatus, PersonStatus
from rosters.units.rules import UnitKind

RANKS = RankTable.of(STANDARD_RANKS)
FIELDS = ("市场监管", "应急管理", "交通运输")
ESTABLISHMENTS = ("行政", "参公", "事业")

days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
maybe = st.none() | days
postings = st.builds(
    PostingFact,
    rank=st.sampled_from(["", "副科级", "正科级", "副处级", "县处级正职", "四级调研员", "局长"]),
    appointed_on=maybe,
    began_on=maybe,
    ended_on=maybe,
    primary=st.booleans(),
    unit_kind=st.sampled_from(UnitKind),
    establishment=st.sampled_from(["", *ESTABLISHMENTS]),
    enforcement=st.sampled_from([None, True, False]),
)
credentials = st.builds(
    CredentialFact,
    number=st.sampled_from(["A1", "A2", "A3"]),
    status=st.sampled_from(CredentialStatus),
    issued_on=maybe,
    valid_to=maybe,
    field=st.sampled_from(["", *FIELDS]),
    cancelled_on=maybe,
)
statuses = st.lists(st.tuples(st.sampled_from(PersonStatus), days), max_size=3).map(
    lambda held: tuple(StatusFact(status, day, n) for n, (status, day) in enumerate(held))
)
anybody = st.builds(
    PersonFacts,
    statuses=statuses,
    postings=st.lists(postings, max_size=3).map(tuple),
    hired_on=maybe,
    credentials=st.lists(credentials, max_size=3, unique_by=lambda card: card.number).map(tuple),
)


def some(values):
    """Any of the values, each once, in their order."""
    return st.sets(st.sampled_from(values)).map(
        lambda chosen: tuple(value for value in values if value in chosen)
    )


def _span():
    pair = st.tuples(maybe, maybe)
    return pair.map(lambda two: tuple(sorted(two)) if all(two) else two)


@st.composite
def rules(draw):
    level = draw(st.none() | st.sampled_from(Level))
    credential = draw(st.booleans())
    appointed, hired = draw(_span()), draw(_span())
    return Rule(
        least_level=level,
        grades_count=level is not None and draw(st.booleans()),
        appointed_from=appointed[0],
        appointed_to=appointed[1],
        unit_kinds=draw(some(tuple(UnitKind))),
        establishments=tuple(sorted(draw(some(ESTABLISHMENTS)))),
        enforcement_post=draw(st.booleans()),
        hired_from=hired[0],
        hired_to=hired[1],
        credential=credential,
        fields=tuple(sorted(draw(some(FIELDS)))) if credential else (),
        statuses=draw(some(tuple(PersonStatus)).filter(bool) | st.just(SERVING_STATUSES)),
        exempt_qualified=draw(st.booleans()),
    )
