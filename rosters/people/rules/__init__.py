"""What is true of people, their names, numbers and states. Pure."""

from rosters.people.rules.identity import (
    LONGEST_NUMBER,
    Identity,
    IdentityKind,
    NumberFault,
    identity_key,
    number_of,
    read_resident_number,
)
from rosters.people.rules.likeness import (
    Ground,
    Pair,
    Sketch,
    fill_gaps,
    grounds_for,
    propose_pairs,
)
from rosters.people.rules.names import (
    LONGEST_NAME,
    fold_identity_number,
    fold_person_name,
    fold_phone,
    is_mobile,
    is_person_name,
    mask_phone,
    pinyin_key,
)
from rosters.people.rules.states import (
    SERVING,
    CredentialStatus,
    PersonStatus,
    Sex,
    status_on,
)

__all__ = [
    "LONGEST_NAME",
    "LONGEST_NUMBER",
    "SERVING",
    "CredentialStatus",
    "Ground",
    "Identity",
    "IdentityKind",
    "NumberFault",
    "Pair",
    "PersonStatus",
    "Sex",
    "Sketch",
    "fill_gaps",
    "fold_identity_number",
    "fold_person_name",
    "fold_phone",
    "grounds_for",
    "identity_key",
    "is_mobile",
    "is_person_name",
    "mask_phone",
    "number_of",
    "pinyin_key",
    "propose_pairs",
    "read_resident_number",
    "status_on",
]
