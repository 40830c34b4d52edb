"""Who stands at a kiosk: nobody without a paired device, and no client after the stay has ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect

from guichet.counter import pages
from guichet.counter.kiosk import stays
from guichet.counter.kiosk.stays import Stay
from guichet.devices import holding
from guichet.devices.models import Device, Kind
from guichet.kernel import clock
from guichet.offices.models import Office
from guichet.web import visits
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """A client at a kiosk: which device of which office, their stay, and the moment."""

    device: Device
    office: Office
    stay: Stay
    now: datetime

    @property
    def actor(self) -> str:
        """Return how the record calls the kiosk."""
        return f"device:{self.device.pk}"


def kiosk_of(request: HttpRequest) -> Device | None:
    """Return the kiosk that a browser is, unless it was taken away."""
    device = holding.device_of(request)
    return device if device and device.kind == Kind.KIOSK else None


def with_stay[**P](
    view: Callable[Concatenate[HttpRequest, Here, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view who stands there; whatever is of no stay, or of the one before, begins anew."""

    @wraps(view)
    def of_kiosk(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        device = kiosk_of(request)
        stay = stays.of(request, device) if device else None
        is_sent = request.method == "POST"
        if device is None or stay is None or (is_sent and not stays.is_meant(request, stay)):
            return go("start")
        request.language = stay.language  # type: ignore[attr-defined]
        office = pages.open_office(device.office)
        here = Here(device=device, office=office, stay=stay, now=clock.now())
        response = view(request, here, *args, **kwargs)
        if stays.COOKIE not in response.cookies:
            stays.keep(response, stay)
        visits.make_private(response)
        return response

    return of_kiosk


def go(name: str, **values: object) -> HttpResponse:
    """Send to another page of the kiosk, so that going back sends no form again."""
    target = address(f"kiosk:{name}", DEFAULT, **values)
    response = HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)
    visits.make_private(response)
    return response
