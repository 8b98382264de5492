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
        "“%(file)s” is a file of type %(type)s. "
        "Save the questions as .docx, .xlsx, .xls, .csv or .txt."
    ),
    "exchange.no_text": _(
        "“%(file)s” is neither text nor a Word or Excel file, whatever its name says. "
        "Save the questions as .docx, .xlsx, .xls, .csv or .txt."
    ),
    "exchange.mixed_encodings": _(
        "“%(file)s” mixes lines in UTF-8 with lines in another encoding, so that parts of it "
        "cannot be read. Put it together anew, or paste the questions."
    ),
    "exchange.columns_unread": _(
        "These columns are not read: %(columns)s. What matters in them belongs in columns with the "
        "names that are understood."
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
    "exchange.xml_unsafe": _(
        "“%(file)s” is no sound XML, or it declares entities, which are not read. "
        "Export the questions anew from the system that they come from."
    ),
    "exchange.package_paths": _(
        "“%(file)s” was not read: the path “%(path)s” in it leads out of the package, or is there "
        "twice. Export the package anew from the system that it comes from."
    ),
    "exchange.part_unreadable": _(
        "The package lists “%(file)s”, but holds no such question. Export the package anew."
    ),
    "exchange.type_not_taken": _(
        "Questions of the type “%(type)s” cannot be taken. "
        "Write it anew as one of the types of the bank."
    ),
    "exchange.looks_like_statute": _(
        "“%(file)s” seems to be the text of a law, not a question bank. Import it on the laws page."
    ),
    "exchange.looks_like_scan": _(
        "“%(file)s” is a %(type)s file: a scan or a picture of pages. Have its text recognised, "
        "then paste that or save it as .docx."
    ),
    "exchange.only_pictures": _(
        "“%(file)s” holds %(count)s pictures and no questions as text. Have the text in the "
        "pictures recognised, then paste that or save it as .docx."
    ),
    "exchange.no_answers": _(
        "“%(file)s” holds no list of keys, such as “1.B”. Choose the document with the answers."
    ),
    "exchange.not_converted": _(
        "“%(file)s” is an old Word document that could not be converted. "
        "Open it and save it as .docx."
    ),
    "exchange.macros_ignored": _("The file holds macros. They were not run and not kept."),
    "exchange.has_picture": _(
        "A picture or formula stands here that cannot be kept. Describe it in words if need be."
    ),
    "exchange.key_shown": _(
        "The key %(key)s was read from how the options stand out (colour, bold, underline)."
    ),
    "exchange.html_removed": _("HTML tags were taken out of the text."),
    "exchange.pinyin_removed": _("Pinyin in brackets was taken out of the text."),
    "exchange.made_simplified": _(
        "The text is in traditional characters and was converted to simplified ones."
    ),
    "exchange.nothing_to_export": _(
        "No question matches, so there is nothing to export. Take a filter away."
    ),
    "exchange.cell_too_long": _(
        "Not exported: a text is longer than the %(limit)s characters of a cell. "
        "Choose another format."
    ),
    "exchange.export_raced": _(
        "Not exported: another person gave a code to one of the questions at the same moment. "
        "Try again."
    ),
    "exchange.unwritable": _("“%(file)s” cannot be written. Check the path and the permissions."),
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
    "exchange.raced": _(
        "Nothing was imported: another import changed the bank at the same moment. Try again."
    ),
    "exchange.forgotten": _(
        "“%(file)s” waited a week without a change and was not kept. Upload it again."
    ),
    "exchange.case_place_twice": _(
        "Place %(place)s of case %(case)s is already taken by the item at line %(line)s. "
        "Number the sub-questions in turn."
    ),
    "exchange.case_place_taken": _(
        "Place %(place)s of case %(case)s is taken by another question of the bank. "
        "Give the sub-question another number."
    ),
    "exchange.not_one_item": _(
        "The text holds %(count)s questions instead of one. Begin each with a number, such as “1.”."
    ),
    "exchange.line_not_read": _(
        "The line “%(text)s” belongs to no question. Correct it or take it out; "
        "to keep it as plain text, put \\ before it."
    ),
    "exchange.item_stale": _(
        "Not saved: the question was changed in another window meanwhile. "
        "Compare your text with the one that is kept now, and save again."
    ),
    "exchange.lines_stale": _(
        "Nothing was made of the lines: choose at least one, from the list as it is now."
    ),
    "exchange.nothing_above": _("There is no question above that this one could be joined to."),
    "exchange.not_open": _("“%(file)s” cannot be changed any more: it is applied or not yet read."),
    "exchange.not_read_yet": _("“%(file)s” is not read yet. Wait until its preview is there."),
    "exchange.not_stopped": _("The reading of “%(file)s” goes on, or its content is not kept."),
    "exchange.changed_meanwhile": _(
        "Nothing was done: a question of “%(file)s” was changed in another window at the same "
        "moment. Look at the preview and try again."
    ),
    "exchange.reading_broke_off": _(
        "The reading of “%(file)s” broke off. Try again; if it happens again, "
        "save the file as plain text and import that."
    ),
    "exchange.already_applied": _("“%(file)s” was already applied. Upload it again if need be."),
}


def where(line: Line) -> str:
    """A place as the person who has the file open will find it."""
    if line.sheet:
        return gettext("%(sheet)s, row %(number)s") % vars(line)
    return gettext("line %(number)s") % vars(line)
