"""Hold a place, say who comes, review, book. (Being written.)"""

from django.http import Http404, HttpRequest, HttpResponse


def hold(request: HttpRequest, slot: int) -> HttpResponse:
    raise Http404


def extend(request: HttpRequest) -> HttpResponse:
    raise Http404


give_up = details = review = book = extend
