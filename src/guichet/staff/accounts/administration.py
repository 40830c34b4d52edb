"""The administration: the same door, and a line of the record for everything done there.

It shows accounts, offices and their hours. No file of a person is registered here, so none can
be looked at without the record of the officers' pages.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin, helpers
from django.contrib.admin.templatetags import admin_list
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.functional import SimpleLazyObject

from guichet.staff import audit, roles, second_factor
from guichet.staff.accounts.history import on_our_clock
from guichet.staff.accounts.model_pages import ModelPages
from guichet.staff.door import entry
from guichet.staff.frame import pages
from guichet.staff.frame.words import later, plain_sentence
from guichet.web.addresses.paths import address
from guichet.web.languages import DEFAULT


class Recorded:
    """Write a line of the record beside each line that Django writes of its own."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Record a new record."""
        _record(request, "added", obj)
        return on_our_clock(super().log_addition(request, obj, message))  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Record which fields were changed, not what is in them."""
        _record(request, "changed", obj, message)
        return on_our_clock(super().log_change(request, obj, message))  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Model]) -> Any:
        """Record what is about to be deleted."""
        for obj in queryset:
            _record(request, "deleted", obj)
        return on_our_clock(super().log_deletions(request, queryset))  # type: ignore[misc]

    def response_action(
        self, request: HttpRequest, queryset: Any, **how: Any
    ) -> HttpResponse | None:
        """Do what was chosen with what is marked; what cannot be the key of a row is none."""
        form, name = request.POST.copy(), helpers.ACTION_CHECKBOX_NAME
        key = self.model._meta.pk  # type: ignore[attr-defined]
        form.setlist(name, [key_text for key_text in form.getlist(name) if _may_be(key, key_text)])
        request.POST = form  # type: ignore[assignment]
        answer: HttpResponse | None = super().response_action(request, queryset, **how)  # type: ignore[misc]
        return answer


def _may_be(key: Any, text: str) -> bool:
    try:
        key.to_python(text)
    except ValidationError:
        return False
    return "\x00" not in text


class Administration(AdminSite):
    """Open to administrators who have proved a second factor, and to nobody else."""

    index_title = later("menu.manage")
    site_url = "/staff/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register a model whose changes are recorded, with pages of our own."""
        base = admin_class or ModelAdmin
        bases = (Recorded, ModelPages, base)
        recorded = type(base.__name__, bases, {"__module__": base.__module__})
        super().register(model_or_iterable, recorded, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether somebody may see the administration at all."""
        return second_factor.is_proved(request) and roles.has(request.user, "manage")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page of the administration is made with."""
        return {**super().each_context(request), "frame": self.frame(request)}

    def frame(self, request: HttpRequest, form_id: str = "") -> pages.Surroundings:
        """Return the frame of the staff, put together once a page and only where it is shown."""
        return SimpleLazyObject(partial(pages.surroundings, request, form_id=form_id))  # type: ignore[return-value]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Offer no search by address: every choice is a plain list."""
        raise Http404

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send to the one sign-in there is; tell those who are in that this is not for them."""
        if not second_factor.is_proved(request):
            return entry.to_sign_in(request)
        if not self.has_permission(request):
            return pages.show(request, "staff/not_yours.html", status=403)
        return HttpResponseRedirect(address("admin:index", DEFAULT))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Send to the one sign-out there is."""
        return HttpResponseRedirect(address("account_logout", DEFAULT))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Send to the one page where a password is changed."""
        return HttpResponseRedirect(address("account_change_password", DEFAULT))


def _yes_or_no(value: object) -> str:
    return plain_sentence("admin.yes" if value else "admin.no")


# Django says it by a picture with English words, and has no way to say it otherwise.
admin_list._boolean_icon = _yes_or_no  # type: ignore[attr-defined]


def _record(request: HttpRequest, verb: str, obj: Model, message: Any = None) -> None:
    facts: dict[str, object] = {"of": obj._meta.label_lower}
    number = obj.pk if isinstance(obj.pk, int) else 0
    if not number:
        facts["key"] = str(obj.pk)
    if fields := _fields_in(message):
        facts["fields"] = fields
    audit.did(request.user, verb, obj._meta.model_name or "", number, **facts)


def _fields_in(message: Any) -> list[str]:
    parts = [part for part in message if isinstance(part, dict)] if message else []
    changes = [change for part in parts for change in part.values() if isinstance(change, dict)]
    return sorted({field for change in changes for field in change.get("fields", [])})
