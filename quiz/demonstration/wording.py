"""What the refusals of the room say."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "demonstration.not_empty": _(
        "The database already holds data, so the demonstration county is not loaded. Use an empty "
        "database: set DATABASE_URL or YINGZHI_VAR to another place."
    ),
}
