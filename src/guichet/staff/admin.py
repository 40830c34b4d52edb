"""Accounts of staff, as administrators keep them: roles, offices, closing, a fresh start."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Count, QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language
from procrastinate.contrib.django.models import ProcrastinateJob

from guichet.kernel import clock
from guichet.staff import audit, roles
from guichet.staff.accounts import anew, postings
from guichet.staff.accounts.form import AccountForm
from guichet.staff.frame.words import TOPIC, later, moment, plain_sentence, posted
from guichet.staff.models import Posting, Team
from guichet.staff.sign_in import one_time
from guichet.web.formats.dates import number
from guichet.web.forms.naming import name_in_words
from guichet.web.languages import of_django

# What another package has put there: accounts get pages of our own, and nobody stops by hand the
# work by which a letter is sent.
for model in (User, Group, EmailAddress, Authenticator, ProcrastinateJob):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

_membership: Any = Team.members.through
_membership.__str__ = lambda row: str(row.user)
_posting: Any = Posting
_posting.__str__ = lambda row: posted(row.role, row.office)
name_in_words(TOPIC, User, Team, Posting, _membership)
apps.get_app_config("auth").verbose_name = later("admin.accounts")
apps.get_app_config("staff").verbose_name = later("admin.teams")


class PeopleBoxes(ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Accounts, each with the name of its person."""

    def label_from_instance(self, obj: Any) -> str:
        """Return how somebody is called."""
        full_name = obj.get_full_name()
        return f"{obj.get_username()} ({full_name})" if full_name else str(obj.get_username())


class RoleBoxes(ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Roles, called as the staff pages call them."""

    def label_from_instance(self, obj: Any) -> str:
        """Return a role in words."""
        return plain_sentence(f"role.{obj.name}")


@admin.register(User)
class AccountAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """An account is closed, never deleted: the record of what was done names it."""

    list_display = ("username", "first_name", "last_name", "role_names", "is_active", "last_seen")
    list_filter = ("is_active",)
    search_fields = ("username", "first_name", "last_name")
    form = AccountForm
    fields = ("username", "first_name", "last_name", "email", "groups", "is_active")
    actions = ("start_anew",)
    inlines = (postings.PostingRows,)

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list[type]:
        """Return the roles at offices; where there are no appointments, there are none."""
        return list(super().get_inlines(request, obj)) if roles.OFFICE_ROLES else []

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody gives themselves a role, takes away their last one, or closes their account."""
        return ("groups", "is_active") if obj is not None and obj.pk == request.user.pk else ()

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep every account."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return the accounts by name."""
        accounts: QuerySet[User] = super().get_queryset(request).order_by("username")
        return accounts.prefetch_related("groups", "postings")

    @admin.display(description=later("admin.last_seen"), ordering="last_login")
    def last_seen(self, user: User) -> str:
        """Return when somebody signed in last."""
        at = user.last_login
        return moment(at, of_django(get_language())) if at else ""

    @admin.display(description=later("account.roles"))
    def role_names(self, user: User) -> str:
        """Return the roles of an account in words, those at offices after those everywhere."""
        groups = {group.name for group in user.groups.all()}
        everywhere = [plain_sentence(f"role.{role}") for role in roles.ROLES if role in groups]
        at_offices = [
            str(posting) for posting in user.postings.all() if posting.role in roles.OFFICE_ROLES
        ]
        return ", ".join([*everywhere, *at_offices])

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> RoleBoxes:
        """Return a box to tick for each role; `groups` is the only field of this kind."""
        return RoleBoxes(
            queryset=Group.objects.filter(name__in=roles.ROLES),
            required=False,
            label=later("account.roles"),
            help_text=later("admin.roles_help"),
            widget=CheckboxSelectMultiple,
        )

    def save_model(
        self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool
    ) -> None:
        """Save an account; a new one gets a one-time password, shown once."""
        super().save_model(request, obj, form, change)
        if not change:
            _tell_password(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the roles of an account, and record which it has now."""
        before, offices_before = _roles(form.instance), postings.of_account(form.instance)
        super().save_related(request, form, formsets, change)
        after = _roles(form.instance)
        if before != after:
            facts = {"before": before, "after": after}
            audit.did(request.user, "roles_changed", audit.ACCOUNT, form.instance.pk, **facts)
        postings.record(request.user, form.instance, before=offices_before)

    @admin.action(description=later("admin.start_anew"))
    @transaction.atomic
    def start_anew(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Give a new one-time password and take away second factors, when two have asked for it."""
        assert isinstance(request.user, User)
        for user in queryset:
            if user != request.user:
                _ask_for_fresh_start(request, user, by=request.user)


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A team and who belongs to it; one that holds tasks cannot be deleted."""

    list_display = ("name", "count")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        """Return the teams with how many belong to each."""
        teams: QuerySet[Team] = super().get_queryset(request).annotate(size=Count("members"))
        return teams

    @admin.display(description=later("field.members"), ordering="size")
    def count(self, team: Any) -> str:
        """Return how many belong to a team."""
        return number(team.size, of_django(get_language()))

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> PeopleBoxes:
        """Return a box to tick for each account; `members` is the only field of this kind."""
        return PeopleBoxes(
            queryset=User.objects.filter(is_active=True).order_by("username"),
            required=False,
            label=capfirst(later("field.members")),
            widget=CheckboxSelectMultiple,
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save who belongs to a team, and record it."""
        super().save_related(request, form, formsets, change)
        members = sorted(form.instance.members.values_list("pk", flat=True))
        audit.did(request.user, "changed", audit.TEAM, form.instance.pk, members=members)


def _ask_for_fresh_start(request: HttpRequest, user: User, *, by: User) -> None:
    now, name = clock.now(), user.get_username()
    if not anew.has_second(user, by=by):
        messages.error(request, plain_sentence("admin.anew_alone", name=name))
    elif asked_by := anew.ask(user, by=by, now=now):
        password, factors = anew.start(user, now=now)
        audit.did(by, "started_anew", audit.ACCOUNT, user.pk, factors=factors, asked_by=asked_by)
        messages.warning(request, plain_sentence("admin.one_time", name=name, password=password))
        _tell_of_it(request, user, anew.STARTED, now=now)
    else:
        audit.did(by, "anew_asked", audit.ACCOUNT, user.pk)
        messages.warning(request, plain_sentence("admin.anew_asked", name=name))
        _tell_of_it(request, user, anew.ASKED, now=now)


def _tell_of_it(request: HttpRequest, user: User, kind: str, *, now: datetime) -> None:
    if not anew.tell(user, kind, now=now):
        messages.warning(request, plain_sentence("admin.anew_untold", name=user.get_username()))


def _tell_password(request: HttpRequest, user: User) -> None:
    password = one_time.give(user, now=clock.now())
    values = {"name": user.get_username(), "password": password}
    messages.warning(request, plain_sentence("admin.one_time", **values))


def _roles(user: User) -> list[str]:
    return sorted(user.groups.filter(name__in=roles.ROLES).values_list("name", flat=True))
