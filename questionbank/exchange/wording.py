"""What the refusals of the room say, and how it names places in a file."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questionbank.exchange.rules.lines import Line

MESSAGES = {
    "exchange.unreadable": _("“%(file)s” cannot be read. Check the path and the permissions."),
    "exchange.too_big": _(
        "“%(file)s” is larger than %(limit)s MB. Split it into several files and import each."
    ),
    "exchange.unfolds_too_big": _(
        "“%(file)s” unfolds to more than %(limit)s MB, or has cells very far apart. "
        "Save it anew without pictures and stray cells, or split it."
    ),
    "exchange.empty": _("“%(file)s” is empty. Choose the file that holds the questions."),
    "exchange.wrong_type": _(
        "“%(file)s” is a file of type %(type)s. Save the questions as .docx, .xlsx, .xls or .txt."
    ),
    "exchange.damaged": _(
        "“%(file)s” is damaged and cannot be opened. Open it in the office program, "
        "save it under a new name and import that."
    ),
    "exchange.password": _(
        "“%(file)s” is protected by a password. Remove the password and import it again."
    ),
    "exchange.old_word": _(
        "“%(file)s” is an old Word document (.doc), whatever its name says. "
        "Open it and save it as .docx."
    ),
    "exchange.no_items": _(
        "No questions were found in %(lines)s lines. Looked for lines that begin with a number, "
        "such as “1.”, or for a table with columns named 题干 and 答案."
    ),
    "exchange.only_answers": _(
        "The file seems to hold only answers: %(count)s numbers without questions. "
        "Import the file with the questions, with the answer under each."
    ),
    "exchange.too_long": _("“%(text)s…” is longer than %(limit)s characters. Shorten it."),
    "exchange.options_unexpected": _(
        "%(count)s options stand under an item of a type without options."
    ),
    "exchange.options_out_of_order": _(
        "The options are lettered %(letters)s, not A, B, C in turn."
    ),
    "exchange.two_keys": _("Two different keys are given: %(first)s and %(second)s."),
    "exchange.contradicts": _(
        "The same item stands at line %(line)s with the key %(first)s; here the key is %(second)s."
    ),
    "exchange.code_twice": _("The code %(code)s is already used by the item at line %(line)s."),
    "exchange.same_question_twice": _(
        "The items here and at line %(line)s are the same question of the bank. Keep one."
    ),
    "exchange.repeat_of": _("Repeats the item at line %(line)s."),
    "exchange.in_bank_as": _("Already in the bank as %(code)s."),
    "exchange.no_such_article": _(
        "The text of the law has no %(place)s. Check the number against the version cited."
    ),
    "exchange.misquoted": _(
        "The words “%(quote)s” do not stand in %(place)s. Check the quotation and the version."
    ),
    "exchange.raced": _(
        "Nothing was imported: another import changed the bank at the same moment. Try again."
    ),
    "exchange.forgotten": _("“%(file)s” waited more than a day and was not kept. Upload it again."),
    "exchange.already_applied": _("“%(file)s” was already applied. Upload it again if need be."),
}


def where(line: Line) -> str:
    """A place as the person who has the file open will find it."""
    if line.sheet:
        return gettext("%(sheet)s, row %(number)s") % vars(line)
    return gettext("line %(number)s") % vars(line)
