"""Pages of the room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def large_type(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")
