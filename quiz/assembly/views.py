"""Pages of the room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def exam_list(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")
