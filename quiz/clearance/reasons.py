"""Findings in words: for the work list with their facts, for the public without."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quiz.clearance.queries import Judged
from quiz.clearance.rules import CardState, Finding, Found
from rosters.people.models import STATUS_CHOICES
from rosters.people.rules import PersonStatus

FINDING_LABELS = {
    Finding.HOLDER_LEFT: gettext_lazy("Holder left"),
    Finding.EXPIRED: gettext_lazy("Card expired"),
    Finding.NO_POSTING: gettext_lazy("No posting"),
    Finding.NOT_ESTABLISHED: gettext_lazy("Not on the establishment"),
    Finding.NOT_ENFORCEMENT_POST: gettext_lazy("Not in an enforcement post"),
    Finding.UNIT_NOT_ENFORCING: gettext_lazy("Unit does not enforce the law"),
    Finding.OVER_AGE: gettext_lazy("Past the age of retirement"),
    Finding.TWO_CARDS: gettext_lazy("Several cards"),
    Finding.NO_HOURS: gettext_lazy("Training hours lacking"),
    Finding.NO_EXAM: gettext_lazy("No exam passed"),
    Finding.EXPIRING: gettext_lazy("Card expires soon"),
}
FINDING_CHOICES = list(FINDING_LABELS.items())
_STATUSES = dict(STATUS_CHOICES)


def fact_text(found: Found) -> str:
    """The facts of a finding as an officer reads them."""
    return _FACTS[found.finding](found.facts)


def decision_text(one: Judged) -> str:
    """What was decided about a ground, in words."""
    if one.state == CardState.KEPT and one.until:
        told = {"day": _day(one.until), "basis": one.note}
        return _("kept until %(day)s: %(basis)s") % told
    if one.state == CardState.LISTED:
        return _("to be cancelled: %(title)s") % {"title": one.note}
    return _("waiting")


def _left(facts: dict[str, Any]) -> str:
    status = str(_STATUSES[facts["status"]])
    if facts["since"] is None:
        return status
    return _("%(status)s since %(day)s") % {"status": status, "day": _day(facts["since"])}


def _expires(facts: dict[str, Any]) -> str:
    return _("valid to %(day)s") % {"day": _day(facts["valid_to"])}


def _expires_soon(facts: dict[str, Any]) -> str:
    told = {"day": _day(facts["valid_to"]), "days": facts["days"]}
    return _("valid to %(day)s, %(days)s days from now") % told


def _nowhere(facts: dict[str, Any]) -> str:
    return _("on file as serving, but in no unit")


def _establishments(facts: dict[str, Any]) -> str:
    return _("establishment: %(text)s") % {"text": "、".join(facts["establishments"])}


def _posts(facts: dict[str, Any]) -> str:
    return _("post in %(units)s is no enforcement post") % {"units": "、".join(facts["units"])}


def _units(facts: dict[str, Any]) -> str:
    return _("%(units)s does not enforce the law") % {"units": "、".join(facts["units"])}


def _aged(facts: dict[str, Any]) -> str:
    told = {"born": _day(facts["born_on"]), "reached": _day(facts["reached"])}
    return _("born on %(born)s, age of retirement reached on %(reached)s") % told


def _others(facts: dict[str, Any]) -> str:
    return _("also holds %(numbers)s") % {"numbers": "、".join(facts["others"])}


def _hours(facts: dict[str, Any]) -> str:
    told = facts | {"hours": number_format(facts["hours"].normalize(), use_l10n=False)}
    return _("%(hours)s hours in %(year)s, %(required)s are required") % told


def _exam(facts: dict[str, Any]) -> str:
    if facts["last"] is None:
        return _("no pass on file, one within %(months)s months is required") % facts
    told = {"day": _day(facts["last"]), "months": facts["months"]}
    return _("last passed on %(day)s, a pass within %(months)s months is required") % told


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


_FACTS: dict[Finding, Callable[[dict[str, Any]], str]] = {
    Finding.HOLDER_LEFT: _left,
    Finding.EXPIRED: _expires,
    Finding.NO_POSTING: _nowhere,
    Finding.NOT_ESTABLISHED: _establishments,
    Finding.NOT_ENFORCEMENT_POST: _posts,
    Finding.UNIT_NOT_ENFORCING: _units,
    Finding.OVER_AGE: _aged,
    Finding.TWO_CARDS: _others,
    Finding.NO_HOURS: _hours,
    Finding.NO_EXAM: _exam,
    Finding.EXPIRING: _expires_soon,
}

# What is published is a Chinese notice, whatever language its author reads: the ground, no more.
_PUBLISHED = {
    Finding.EXPIRED: "证件已过有效期",
    Finding.NO_POSTING: "已不在本单位任职",
    Finding.NOT_ESTABLISHED: "不在编",
    Finding.NOT_ENFORCEMENT_POST: "未在执法岗位",
    Finding.UNIT_NOT_ENFORCING: "所在单位不具备执法主体资格",
    Finding.OVER_AGE: "已达退休年龄",
    Finding.TWO_CARDS: "一人持有多证",
    Finding.NO_HOURS: "未完成规定培训学时",
    Finding.NO_EXAM: "未按规定通过考试",
    Finding.EXPIRING: "证件即将到期，不再换发",
}
_PUBLISHED_LEAVING = {
    PersonStatus.TRANSFERRED: "调离",
    PersonStatus.RETIRED: "退休",
    PersonStatus.LEFT: "辞职或者辞退",
    PersonStatus.DECEASED: "去世",
}


def public_reason(found: Found) -> str:
    """Why a card is cancelled, as the announced list says it."""
    if found.finding == Finding.HOLDER_LEFT:
        return _PUBLISHED_LEAVING[PersonStatus(found.facts["status"])]
    return _PUBLISHED[found.finding]
