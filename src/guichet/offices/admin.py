"""The administration's pages for offices: what is saved here, no import takes back."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guichet.offices import actions, whereabouts
from guichet.offices.keeping.by_language import TOPIC, WordsInBoxes, later, plain_sentence
from guichet.offices.keeping.forms import (
    ClosureForm,
    HoursForm,
    HoursOfOffice,
    JurisdictionForm,
    OfficeForm,
    ServiceForm,
)
from guichet.offices.models import (
    Closure,
    Jurisdiction,
    Office,
    OpeningHours,
    PlaceChange,
    Service,
)
from guichet.web.addresses.paths import address
from guichet.web.forms.naming import name_in_words
from guichet.web.languages import DEFAULT

# Where there are no appointments, there are no pages for their offices.
_register: Any = (
    admin.register if settings.AGENCY.has("appointments") else lambda *models: lambda page: page
)

name_in_words(TOPIC, Office, Service, OpeningHours, Closure, Jurisdiction, PlaceChange)
apps.get_app_config("offices").verbose_name = later("app.offices")


class OpeningHoursInline(WordsInBoxes, admin.TabularInline):  # type: ignore[type-arg]
    model = OpeningHours
    form = HoursForm
    formset = HoursOfOffice


class Closures(WordsInBoxes):
    """Show closures, and no changes of hours, which are kept as such."""

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Closure]":
        closures: QuerySet[Closure] = super().get_queryset(request)  # type: ignore[misc]
        return closures.exclude(starts_on=Closure.NO_DAY)


class ClosureInline(Closures, admin.TabularInline):  # type: ignore[type-arg]
    model = Closure
    form = ClosureForm
    words = ("reasons",)


class WithHistory:
    """Keep what stood before a change, and lead to the history of files and rows, with undo."""

    keeps_values = True
    sheet = ""  # how the pages of reference data call the kind

    def history_note(self) -> SafeString:
        """Return a link to the other history."""
        where = address("staff:reference_history", DEFAULT, sheet=self.sheet)
        return format_html('<a href="{}">{}</a>', where, plain_sentence("history.elsewhere"))


class Overriding(WithHistory, WordsInBoxes, admin.ModelAdmin):  # type: ignore[type-arg]
    """Mark what an administrator saves, so that the next import leaves it alone."""

    words = ("names",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Let nobody change a code: under another one Django would save a second office."""
        return ("overridden",) if obj is None else ("code", "overridden")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let nobody delete what slots hang on: an office is closed, a service has no hours."""
        return obj is not None and not obj.slots.exists()

    def save_model(
        self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool
    ) -> None:
        obj.overridden = True
        super().save_model(request, obj, form, change)


@_register(Office)
class OfficeAdmin(Overriding):
    list_display = ("code", "__str__", "city", "country", "is_open", "overridden", "demonstration")
    list_filter = ("is_open", "overridden", "demonstration", "country")
    search_fields = ("code", "city", "names")
    inlines = (OpeningHoursInline, ClosureInline)
    form = OfficeForm
    sheet = "offices"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save an office; where it is elsewhere now, whoever has an appointment there is told."""
        with whereabouts.noting([obj.pk]):
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save hours and closures; what was booked follows in the same transaction."""
        super().save_related(request, form, formsets, change)
        if "is_open" in form.changed_data or any(rows.has_changed() for rows in formsets):
            actions.days_changed(form.instance.pk)


@_register(Service)
class ServiceAdmin(Overriding):
    """A service; its minutes are changed where what that does to days to come is shown first."""

    form = ServiceForm
    sheet = "services"
    list_display = ("code", "__str__", "duration_minutes", "position", "overridden")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Let the minutes be typed for a new service alone."""
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None else (*fields, "duration_minutes")


@_register(Closure)
class ClosureAdmin(Closures, admin.ModelAdmin):  # type: ignore[type-arg]
    keeps_values = True
    words = ("reasons",)
    form = ClosureForm
    list_display = ("office", "starts_on", "ends_on")
    list_filter = ("office",)
    date_hierarchy = "starts_on"

    def save_model(
        self, request: HttpRequest, obj: Closure, form: "ModelForm[Closure]", change: bool
    ) -> None:
        """Save a closure, which counts from this moment; one saved unchanged has no effect."""
        if change and not form.has_changed():
            return
        before = Closure.objects.filter(pk=obj.pk).values_list("office_id", flat=True)
        offices = [*before, obj.office_id]
        super().save_model(request, obj, form, change)
        actions.days_changed(*offices)

    def delete_model(self, request: HttpRequest, obj: Closure) -> None:
        """Delete a closure; what it had closed is open again, and is told."""
        super().delete_model(request, obj)
        actions.days_changed(obj.office_id)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Closure]) -> None:
        """Delete several closures."""
        offices = list(queryset.values_list("office_id", flat=True))
        super().delete_queryset(request, queryset)
        actions.days_changed(*offices)


@_register(Jurisdiction)
class JurisdictionAdmin(WithHistory, WordsInBoxes, admin.ModelAdmin):  # type: ignore[type-arg]
    """Change an imported row, and your own row stands beside it and wins.

    Delete your row, and the imported one is in force again.
    """

    list_display = ("__str__", "postal_code", "country", "subdivision", "office", "overridden")
    list_filter = ("overridden", "basis", "country")
    search_fields = ("postal_code", "country", "subdivision", "office__code")
    form = JurisdictionForm
    sheet = "jurisdictions"
    list_select_related = ("office",)
    readonly_fields = ("overridden",)

    def save_model(
        self,
        request: HttpRequest,
        obj: Jurisdiction,
        form: "ModelForm[Jurisdiction]",
        change: bool,
    ) -> None:
        place = Jurisdiction.objects.filter(
            postal_code=obj.postal_code,
            country=obj.country,
            subdivision=obj.subdivision,
            overridden=True,
        )
        if not obj.overridden:
            obj.pk = place.values_list("pk", flat=True).first()
            obj._state.adding = obj.pk is None
            obj.overridden = True
        super().save_model(request, obj, form, change)
