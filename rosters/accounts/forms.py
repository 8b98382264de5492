"""Forms of the room."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rosters.accounts.models import PrivacyNotice, User
from rosters.accounts.notices import standard_notice
from rosters.units.models import Unit

PASSWORD_RULE = _("At least 8 characters, not digits alone, and not a common password.")


class SignInForm(LoginForm):
    """allauth's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name, mobile phone or user name")
        self.fields["password"].label = _("Your password")
        _plain(self)


class NewPasswordForm(ChangePasswordForm):
    """allauth's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = PASSWORD_RULE
        self.fields["password2"].label = _("New password, again")
        _plain(self)


def _plain(form: forms.Form) -> None:
    """Labels stand above their fields; a placeholder would only say them twice."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class ActivationForm(forms.Form):
    """The code from the slip, and the password that its bearer chooses."""

    login = forms.CharField(
        label=_("Name or mobile phone"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    code = forms.CharField(
        label=_("Activation code"),
        max_length=20,
        help_text=_("The ten characters on your slip, for example ABCD-EFGH-JK."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )
    password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=PASSWORD_RULE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("New password, again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        validate_password(password, User(username=self.cleaned_data.get("login", "")))
        return password

    def clean(self) -> dict[str, Any]:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ. Type the same one twice."))
        return self.cleaned_data


class NoticeForm(forms.ModelForm):
    """What a notice says; paragraphs are lines."""

    class Meta:
        model = PrivacyNotice
        fields = ["purpose", "retention", "contact"]
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 14}),
            "retention": forms.Textarea(attrs={"rows": 6}),
        }

    def clean_contact(self) -> str:
        """The county's own: the standard text only says what has to be filled in."""
        contact: str = self.cleaned_data["contact"]
        if contact == standard_notice()["contact"]:
            raise forms.ValidationError(_("Fill in the office, its telephone and its room."))
        return contact


def read_pk(text: str) -> int | None:
    """The key of a row as it came with a form; None when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class CodesForm(forms.Form):
    """To whom activation codes are issued."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units")
    )
    everybody = forms.BooleanField(
        label=_("Also those who already have a login (they get a new password by it)"),
        required=False,
    )

    def __init__(self, data: Any, units: QuerySet[Unit]) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = units
