"""The save path of an exam, answered before sessions, sign-in and CSRF are looked at."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from quiz.delivery.saving import answer_save


class AnswersFirst:
    """Answers a save at once; everything else goes the usual way.

    Saves are nine tenths of an exam's requests, and each middleware would cost every one of them.
    The view behind the same address does the same, so nothing depends on this but speed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.address = reverse("delivery:save")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == self.address and request.method == "POST":
            return answer_save(request)
        return self.get_response(request)
