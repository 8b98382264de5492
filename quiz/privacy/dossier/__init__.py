"""Everything that is held about one person (个人信息保护法 art. 45), as tables to be read."""

from quiz.privacy.dossier.exams import exam_sheets
from quiz.privacy.dossier.personal import personal_sheets
from quiz.privacy.dossier.records import record_sheets
from quiz.privacy.dossier.sheets import Sheet
from rosters.people.models import Person
from rosters.people.queries import same_person

__all__ = ["Sheet", "load_dossier"]


def load_dossier(person: Person) -> list[Sheet]:
    """All tables, of every row that was found to be this person; empty ones among them.

    The number of queries does not depend on how much is held. Identity numbers stand in full:
    ask for a dossier only to hand it to the person.
    """
    ids = same_person(person.pk)
    return [*personal_sheets(ids), *exam_sheets(ids), *record_sheets(ids)]
