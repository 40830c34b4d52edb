"""Choose a time, or ask to be told of one. (Being written.)"""

from django.http import Http404, HttpRequest, HttpResponse


def times(request: HttpRequest, office: str, service: str) -> HttpResponse:
    raise Http404


tell_me = times
