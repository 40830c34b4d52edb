"""See, print, move, cancel, find again. (Being written.)"""

from django.http import Http404, HttpRequest, HttpResponse


def notice(request: HttpRequest) -> HttpResponse:
    raise Http404


notice_pdf = notice_ics = manage = move = cancel = lost = lost_code = notice
