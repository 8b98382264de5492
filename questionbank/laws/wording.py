"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "laws.unknown_law": _(
        "The bank does not know the law “%(law)s”. Declare it at the head of a question file."
    ),
    "laws.unknown_version": _(
        "The bank has no such version of “%(law)s” (%(version)s). "
        "Declare it at the head of a question file."
    ),
    "laws.text_differs": _(
        "The bank has another text of “%(law)s” (%(version)s): %(count)s articles differ, such as "
        "%(articles)s, and questions cite this version. Check the date; a text that was amended "
        "is a version of its own."
    ),
    "laws.citation_not_understood": _(
        "In the citation, “%(text)s” was not understood. "
        "Write it as 《行政处罚法》第三十六条第一款."
    ),
}
