"""The rules of an office's release: typed, tried on the next five releases, then changed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.offices.models import Office
from guichet.opening.hours import release_rules
from guichet.opening.hours.release_rules import ReleaseRules
from guichet.opening.managers import page, release_form, shown
from guichet.opening.managers.release_form import ReleaseForm
from guichet.opening.managers.views import frame, open_office, show
from guichet.opening.managers.views_closures import to_office
from guichet.staff import audit
from guichet.staff.door.entry import may_at
from guichet.staff.frame import pages
from guichet.web.formats import dates
from guichet.web.forms.base import switching_language
from guichet.web.languages import of


@require_http_methods(["GET", "HEAD", "POST"])
@may_at("open_hours")
def release(request: HttpRequest, office: str) -> HttpResponse:
    """Ask for other rules of the release, and show what the next releases would open by them."""
    here = open_office(office)
    mark = release_rules.mark_of(here)
    if request.method != "POST":
        form = release_form.filled(release_rules.rules_of(here), of(request))
        return _show_form(request, here, form, mark=mark)
    form = ReleaseForm(request.POST, language=of(request))
    if switching_language(request):
        return _show_form(request, here, form.unchecked(), mark=request.POST.get("seen", ""))
    if request.POST.get("seen", "") != mark:
        return _show_form(request, here, form, mark=mark, status=409)
    if not form.is_valid():
        return _show_form(request, here, form, mark=mark, status=422)
    return _show_trial(request, here, form.rules(), mark=mark)


@require_POST
@may_at("open_hours")
def change_release(request: HttpRequest, office: str) -> HttpResponse:
    """Change the rules of the release as they were tried; they count for what is not open yet."""
    here = open_office(office)
    trial = shown.read_release(request.POST.get("shown", ""), office=here.pk)
    if trial is None:
        pages.say_next(request, "said.hours_anew", topic=page.TOPIC)
        return to_office(here)
    rules, mark = trial
    again = release_form.filled(rules, of(request))
    present = release_rules.mark_of(here)
    if "again" in request.POST:
        return _show_form(request, here, again, mark=present)
    by = audit.actor_of(request.user)
    try:
        release_rules.change(rules, office=here.pk, mark=mark, by=by, now=clock.now())
    except Obstacle:  # others have changed them, or the button was pressed twice
        if release_rules.rules_of(open_office(here.pk)) != rules:
            return _show_form(request, here, again, mark=present, status=409)
    pages.say_next(request, "said.release_changed", topic=page.TOPIC)
    return to_office(here)


def _show_form(
    request: HttpRequest, office: Office, form: ReleaseForm, *, mark: str, status: int = 200
) -> HttpResponse:
    rules = page.rules_in_words(release_rules.rules_of(office), of(request))
    context = {"form": form, "mark": mark, "changed": status == 409, "rules": rules}
    return show(request, "release_form", {**frame(request, office), **context}, status)


def _show_trial(
    request: HttpRequest, office: Office, rules: ReleaseRules, *, mark: str
) -> HttpResponse:
    language, now = of(request), clock.now()
    effect = release_rules.effect_of(rules, office, now=now)
    context = {
        "rules": page.rules_in_words(rules, language),
        "releases": release_form.next_of(office, rules, language, now=now),
        "at_once": [dates.long_day(day, language) for day in effect.at_once],
        "shares": effect.shares,
        "shown": shown.sign_release(rules, office=office.pk, mark=mark),
    }
    return show(request, "release_preview", {**frame(request, office), **context})
