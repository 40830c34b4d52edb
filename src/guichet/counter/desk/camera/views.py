"""Check in with the camera of a phone or tablet: a live picture, or a photo that is sent."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from guichet.booking.notice.codes import PREFIX
from guichet.counter import pages
from guichet.counter.desk import views_arrivals
from guichet.counter.desk.camera import decoding, rules
from guichet.counter.desk.forms import CheckInForm
from guichet.kernel import clock
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import DESK_PHOTOS
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.staff.door.entry import may_at
from guichet.web import transport
from guichet.web.forms.uploads import OneFile
from guichet.web.languages import of
from guichet.web.pages import errors
from guichet.web.words import speaker

FIELD = "photo"


@csrf_exempt  # only until it is clear who takes the photo: `_read` reads the body
@require_http_methods(["GET", "HEAD", "POST"])
@may_at("check_in")
def camera(request: HttpRequest, office: str) -> HttpResponse:
    """Show the camera; a photo that is sent checks in whom its code is of, as a scanner does."""
    here = pages.open_office(office)
    if request.method != "POST":
        return _show(request, here)
    reader = OneFile(largest=decoding.LARGEST, field=FIELD)
    request.upload_handlers = [reader]
    try:
        return _read(request, here, reader)
    except RequestDataTooBig:
        return errors.too_large(request)


@csrf_protect
def _read(request: HttpRequest, here: Office, reader: OneFile) -> HttpResponse:
    identity = request.POST.get("identity", "")  # this reads the body
    try:
        limits.take(DESK_PHOTOS, str(request.user.pk).encode(), now=clock.now())
        text = _text(reader)
    except Obstacle as obstacle:
        return _hindered(request, here, obstacle)
    if _is_script(request):
        return JsonResponse({"code": text})
    form = CheckInForm({"code": text, "identity": identity}, language=of(request))
    return views_arrivals.by_code(request, here, form)


def _text(reader: OneFile) -> str:
    if reader.is_too_large:
        raise Obstacle("photo_too_large")
    if not reader.content:
        raise Obstacle("no_photo")
    return rules.one_of(decoding.texts_in(bytes(reader.content)))


def _hindered(request: HttpRequest, here: Office, obstacle: Obstacle) -> HttpResponse:
    """Say what is wrong with a picture: to the script by its code, else beside the field."""
    if obstacle.code == "too_many":
        response = errors.wait(request, obstacle)
    elif _is_script(request):
        response = JsonResponse({"problem": obstacle.code})
    else:
        response = _show(request, here, problem=obstacle.code)
    return response


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _show(request: HttpRequest, here: Office, *, problem: str = "") -> HttpResponse:
    language = of(request)
    say = speaker(language, pages.TOPIC)
    context = {
        "office": here,
        "office_name": pages.named(here.names, language),
        "form": CheckInForm(language=language),
        "problem": say(f"camera.{problem}") if problem else "",
        "prefix": PREFIX,
        "field": FIELD,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    response = pages.show(request, "camera", context, status)
    response["Permissions-Policy"] = transport.WITH_CAMERA
    return response
