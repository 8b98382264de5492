"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "syllabus.articles": _("“%(text)s” names no articles. Write for example 8-12, 36."),
    "syllabus.draft_exists": _(
        "A list for this cohort is already in preparation: “%(title)s”. Go on with that one."
    ),
    "syllabus.issued": _(
        "“%(title)s” is issued and stays as it is. Begin a new list to change anything."
    ),
    "syllabus.stale": _(
        "“%(title)s” was changed by someone else meanwhile. Nothing was done: look at the list as "
        "it is now, then do it again."
    ),
    "syllabus.repealed": _("%(law)s is no longer in force. Take that line out of the list."),
    "syllabus.empty": _("“%(title)s” has no lines yet. Name at least one law or topic."),
    "syllabus.unknown_articles": _(
        "%(law)s has no %(articles)s in the text in force. Correct the articles of that line."
    ),
    "syllabus.nothing_to_print": _(
        "“%(title)s” has no articles and no questions to print. Import the texts of its laws first."
    ),
}
