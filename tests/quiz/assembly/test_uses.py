"""Which exams asked a question, or a text that is out of force."""

from datetime import date

import pytest
from django.urls import reverse

from questionbank.laws.models import Article, LawVersion
from questionbank.questions.models import Citation
from quiz.assembly.models import PaperItem
from rosters.roles.rules import Role
from tests.factories import make_person, make_roster, make_user
from tests.quiz.factories import make_law, make_locked_exam

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(make_user(Role.OFFICER))


def uses(client, **query):
    found = client.get(reverse("assembly:uses"), query).context["uses"]
    return [(use.exam, use.versions, use.papers) for use in found]


def test_exams_are_found_by_question_by_version_and_by_a_law_that_changed(client, officer):
    exam = make_locked_exam(make_roster(make_person(), make_person()))
    papers = {
        version: PaperItem.objects.filter(version=version).count()
        for version in PaperItem.objects.values_list("version", flat=True)
    }
    version, *others = papers
    question = PaperItem.objects.filter(version=version).first().version.question_id
    assert uses(client, question=question) == [(exam, 1, papers[version])]
    assert uses(client, version=[version, *others]) == [(exam, len(papers), 2)]
    assert uses(client, question="x") == uses(client) == uses(client, question=10**9) == []

    old = make_law("行政处罚法")
    Article.objects.create(version=old, position=1, number="36", text="期限为二年。")
    Citation.objects.create(version_id=version, law_version=old, article="36")
    assert uses(client, law=old.law_id) == []
    new = LawVersion.objects.create(law=old.law, adopted_on=date(2022, 1, 1))
    Article.objects.create(version=new, position=1, number="36", text="期限为五年。")
    assert uses(client, law=old.law_id) == [(exam, 1, papers[version])]
