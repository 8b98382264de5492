"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "people.card_not_valid": _(
        "A card that was to be cancelled is no longer valid. Nothing was cancelled. Look again at "
        "which cards are meant."
    ),
}
