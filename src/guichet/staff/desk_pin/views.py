"""One's own desk PIN: set after a full sign-in, changed, taken away."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff.desk_pin import actions
from guichet.staff.desk_pin.forms import DeskPinForm
from guichet.staff.door.entry import may_somewhere
from guichet.staff.frame import pages
from guichet.staff.frame.words import later
from guichet.staff.models import DeskPin
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@may_somewhere("check_in")
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def desk_pin(request: HttpRequest) -> HttpResponse:
    """Ask for a desk PIN, twice, minutes after a password; the old one is not asked for."""
    assert isinstance(request.user, User)
    form = DeskPinForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, form, status=422 if form.is_bound else 200)
    try:
        actions.choose(request.user, form.cleaned_data["desk_pin"], now=clock.now())
    except Obstacle as obstacle:
        form.add_error("desk_pin", later(f"error.{obstacle.code}"))
        return _show(request, form, status=422)
    pages.say_next(request, "desk_pin.is_set")
    return HttpResponseRedirect(address("staff:account", DEFAULT))


@require_POST
@may_somewhere("check_in")
def remove(request: HttpRequest) -> HttpResponse:
    """Take one's own desk PIN away: that needs no proof."""
    assert isinstance(request.user, User)
    actions.remove(request.user)
    pages.say_next(request, "desk_pin.is_removed")
    return HttpResponseRedirect(address("staff:account", DEFAULT))


def _show(request: HttpRequest, form: DeskPinForm, *, status: int) -> HttpResponse:
    assert isinstance(request.user, User)
    has_pin = DeskPin.objects.filter(user=request.user).exists()
    return pages.show(request, "staff/desk_pin.html", {"form": form, "has_pin": has_pin}, status)
