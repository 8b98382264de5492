"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "typesetting.press_busy": _("Another print is under way on the server. Try again in a minute."),
    "typesetting.font_missing": _(
        "The fonts for printing (%(fonts)s) are not installed on the server. Install the packages "
        "fonts-noto-cjk and fonts-lxgw-wenkai."
    ),
    "typesetting.glyph_missing": _(
        "Nothing was printed: no font on the server holds the character %(character)s "
        "(%(code_point)s) in “%(text)s” (%(name)s). Install a font that holds it and print again."
    ),
}
