"""Forms of the room."""

from rosters.people.forms.editing import (
    BasisForm,
    CardForm,
    DayForm,
    FirstPostingForm,
    NewPostingForm,
    PersonForm,
    PostingForm,
    RecruitmentForm,
    StatusForm,
    TrainingForm,
    TransferForm,
)
from rosters.people.forms.searching import (
    GROUND_CHOICES,
    IdentityForm,
    PairFilter,
    PeopleFilter,
    SomebodyForm,
)

__all__ = [
    "GROUND_CHOICES",
    "BasisForm",
    "CardForm",
    "DayForm",
    "FirstPostingForm",
    "IdentityForm",
    "NewPostingForm",
    "PairFilter",
    "PeopleFilter",
    "PersonForm",
    "PostingForm",
    "RecruitmentForm",
    "SomebodyForm",
    "StatusForm",
    "TrainingForm",
    "TransferForm",
]
