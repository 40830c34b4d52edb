"""The devices of one's offices: pair one by its code, see when each was there, take one away."""

from collections.abc import Mapping
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from guichet.devices import actions, codes, queries
from guichet.devices.forms import TOPIC, PairingForm
from guichet.devices.models import Device
from guichet.kernel import clock
from guichet.kernel.content.layers import shown_in
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import PAIRING_CODES
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.staff import audit, roles
from guichet.staff.door.entry import may_at, may_somewhere
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.formats.dates import moment
from guichet.web.languages import DEFAULT, of
from guichet.web.pages.errors import wait
from guichet.web.words import speaker

WISHES = "?sound=on&speech=on"  # of the address of a display
BESIDE = {"unknown_code": "code", "no_office": "office"}  # the field of what stands in the way
KIOSK, DESK = "/kiosk/", "/staff/shared/"  # one address at all offices
OPTION = "--autoplay-policy=no-user-gesture-required"  # of a browser that may sound untouched


@require_http_methods(["GET", "HEAD", "POST"])
@may_somewhere("pair_devices")
def devices(request: HttpRequest) -> HttpResponse:
    """List the devices of one's offices; a code that is typed pairs one more."""
    if request.method != "POST":
        return _show(request, _form(request))
    form = _form(request, request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        device = _paired(request, form)
    except Obstacle as obstacle:
        if obstacle.code not in BESIDE:
            return wait(request, obstacle)
        form.add_error(BESIDE[obstacle.code], form.say(f"problem.{obstacle.code}"))
        return _show(request, form, status=422)
    return _to_devices(request, "said.paired", device)


def _paired(request: HttpRequest, form: PairingForm) -> Device:
    """Return the device that shows a code; only a code that none shows counts as a try."""
    account, now = str(request.user.pk).encode(), clock.now()
    limits.take(PAIRING_CODES, account, now=now)
    try:
        device = actions.pair(
            **form.cleaned_data, offices=_offices(request), actor=_actor(request), now=now
        )
    except Obstacle as obstacle:
        if obstacle.code != "unknown_code":
            limits.give_back(PAIRING_CODES, account)
        raise
    limits.give_back(PAIRING_CODES, account)
    return device


@require_POST
@may_at("pair_devices")
def take_away(request: HttpRequest, office: str, device: int) -> HttpResponse:
    """Take a device away; it shows the code of a pairing again."""
    try:
        entry = actions.take_away(device, office=office, actor=_actor(request), now=clock.now())
    except Obstacle:
        pages.say_next(request, "said.gone_before", topic=TOPIC)
        return HttpResponseRedirect(address("staff:devices", DEFAULT), status=HTTPStatus.SEE_OTHER)
    return _to_devices(request, "said.taken_away", entry)


def _to_devices(request: HttpRequest, key: str, device: Device) -> HttpResponse:
    words = codes.words_of(device.token_hash)
    pages.say_next(request, key, topic=TOPIC, name=device.name, words=words)
    return HttpResponseRedirect(address("staff:devices", DEFAULT), status=HTTPStatus.SEE_OTHER)


def _actor(request: HttpRequest) -> str:
    return audit.actor_of(request.user)


def _offices(request: HttpRequest) -> Mapping[str, Office]:
    """Return the offices at which somebody pairs devices, by their codes."""
    offices = Office.objects.all()
    if not roles.has(request.user, "pair_devices"):
        offices = offices.filter(pk__in=roles.offices_where(request.user, "pair_devices"))
    return {office.pk: office for office in offices}


def _form(request: HttpRequest, answers: QueryDict | None = None) -> PairingForm:
    language = of(request)
    offices = sorted(
        (office.names[shown_in(office.names, language)], code)
        for code, office in _offices(request).items()
    )
    choices = [(code, name) for name, code in offices]
    return PairingForm(answers, language=language, offices=choices)


def _show(request: HttpRequest, form: PairingForm, status: int = 200) -> HttpResponse:
    offices, language = _offices(request), of(request)
    rows = [
        _row(device, offices[device.office], language) for device in queries.devices_at(offices)
    ]
    context = {
        "says": speaker(language, TOPIC),
        "form": form,
        "rows": rows,
        "addresses": [KIOSK, DESK, *(f"/display/{code}/" for code in sorted(offices))],
        "wishes": WISHES,
        "option": OPTION,
    }
    return pages.show(request, "devices/devices.html", context, status)


def _row(device: Device, office: Office, language: str) -> dict[str, object]:
    zone = ZoneInfo(office.time_zone)
    return {
        "pk": device.pk,
        "kind": device.kind,
        "name": device.name,
        "office": office.pk,
        "office_name": office.names[shown_in(office.names, language)],
        "languages": ", ".join(device.languages),
        "paired": moment(device.paired_at.astimezone(zone), language),
        "words": codes.words_of(device.token_hash),
        "seen": moment(device.seen_at.astimezone(zone), language),
    }
