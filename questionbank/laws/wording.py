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
    "laws.unreadable": _("“%(file)s” cannot be read. Check the path and the permissions."),
    "laws.too_big": _("“%(file)s” is larger than %(limit)s MB. No law is: choose the right file."),
    "laws.unfolds_too_big": _(
        "“%(file)s” unfolds to more than %(limit)s MB. Save it anew without pictures."
    ),
    "laws.empty": _("“%(file)s” is empty. Choose the file that holds the text of the law."),
    "laws.wrong_type": _(
        "“%(file)s” is a file of type %(type)s. Save the law as .docx, .md or .txt."
    ),
    "laws.damaged": _(
        "“%(file)s” is damaged and cannot be opened. Open it in the office program, "
        "save it under a new name and import that."
    ),
    "laws.password": _(
        "“%(file)s” is protected by a password. Remove the password and import it again."
    ),
    "laws.old_word": _(
        "“%(file)s” is an old Word document (.doc), whatever its name says. "
        "Open it and save it as .docx."
    ),
    "laws.no_statute": _(
        "“%(file)s” does not look like a law: it needs a title at its head and lines that begin "
        "with 第一条 and a space."
    ),
    "laws.too_long": _(
        "“%(file)s” has %(articles)s articles with %(characters)s characters: more than any law. "
        "Keep one law, in one version, in a file."
    ),
    "laws.article_too_long": _(
        "In “%(file)s”, %(article)s has %(characters)s characters: more than any article. Begin "
        "each article on a line of its own, with its number and a space."
    ),
    "laws.no_day": _(
        "Nothing in “%(file)s” tells on which day “%(law)s” was adopted or last amended. "
        "Enter that day, or put it into the name of the file, such as (2021-01-22)."
    ),
    "laws.article_twice": _(
        "“%(file)s” has %(article)s twice. Keep one law, in one version, in a file."
    ),
    "laws.no_number": _("In “%(file)s”, “%(article)s” is no number of an article. Mend the text."),
    "laws.no_words": _("In “%(file)s”, %(article)s has no text. Mend the file."),
    "laws.name_taken": _("“%(name)s” is a name of “%(law)s” already. Choose another."),
    "laws.in_force_too_early": _(
        "A version adopted on %(adopted)s cannot be in force from %(day)s. Mend the day."
    ),
    "laws.repealed_too_early": _(
        "%(law)s was adopted on %(adopted)s and cannot have ended on %(day)s. Mend the day."
    ),
    "laws.citation_not_understood": _(
        "In the citation, “%(text)s” was not understood. "
        "Write it as 《行政处罚法》第三十六条第一款."
    ),
}
