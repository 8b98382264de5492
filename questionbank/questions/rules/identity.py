"""The form in which two questions are compared, and the digests of what they say. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from audit.rules import digest
from questionbank.laws.rules import LawPlace
from questionbank.questions.rules.kinds import CHOICE_KINDS, LETTERS, Content


def comparable(text: str) -> str:
    """Text without what two typists do differently: widths, spaces, marks, case, the bracket."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_PUNCTUATION)
    return re.sub(r"\s+", "", text).replace("()", "").rstrip(".,;:?")


_PUNCTUATION = str.maketrans(
    {"。": ".", "、": ",", "〔": "(", "〕": ")", "【": "(", "】": ")", "—": "-", "–": "-"}
    | dict.fromkeys("“”‘’「」『』'＂", '"')
)


def identity(content: Content) -> str:
    """The same for two wordings of one item, in whatever order its options stand."""
    options = sorted(map(comparable, content.options))
    return digest(
        [content.kind.value, comparable(content.material), comparable(content.stem), options]
    )


def key_meaning(content: Content) -> frozenset[str]:
    """What the key says whatever the order of the options, to compare two copies of one item."""
    if content.kind in CHOICE_KINDS:
        right = (content.options[LETTERS.index(letter)] for letter in content.key)
        return frozenset(map(comparable, right))
    return frozenset({comparable(content.key)})


def content_hash(content: Content, citations: Iterable[LawPlace] = ()) -> str:
    """The same on every machine; equal exactly when nothing in the version differs."""
    cited = sorted(
        [p.title, p.adopted_on.isoformat(), p.article, p.paragraph or 0, p.quote] for p in citations
    )
    fields: list[object] = [content.kind, content.stem, content.options, content.key]
    fields += [content.rationale, content.difficulty, cited]
    return digest([*fields, content.material, content.weight, content.unordered])
