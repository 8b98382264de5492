"""Forms of the room."""

from django import forms

from quiz.privacy.models import Retention


class RetentionForm(forms.ModelForm):
    """For how long an exam is kept, and on what basis when that is not the usual time."""

    class Meta:
        model = Retention
        fields = ["months", "basis"]
