"""Find the office, and say why. (Being written.)"""

from django.http import Http404, HttpRequest, HttpResponse


def start(request: HttpRequest) -> HttpResponse:
    raise Http404


def office(request: HttpRequest, office: str) -> HttpResponse:
    raise Http404


def documents(request: HttpRequest, office: str, service: str) -> HttpResponse:
    raise Http404
