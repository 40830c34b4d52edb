"""Who may do what: some roles everywhere, three at an office, and what each one opens.

A role everywhere is a group of Django's, a role at an office is a posting. A person may have
several of both. Who decides may also prepare; who audits changes nothing, and reads every office;
who administers accounts sees no file of a person and no client's name.
"""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from guichet.staff.models import Posting

type Somebody = AbstractBaseUser | AnonymousUser

ADMINISTRATOR = "administrator"
ROLES: dict[str, frozenset[str]] = {
    "intake_officer": frozenset({"see_files", "prepare", "see_appointments", "call_clients"}),
    "deciding_officer": frozenset(
        {"see_files", "prepare", "decide", "see_appointments", "call_clients"}
    ),
    "auditor": frozenset(
        {
            "see_files",
            "see_appointments",
            "see_audit",
            "see_desk",
            "see_hours",
            "see_figures",
            "see_contacts",
            "see_supervision",
            "see_policy",
            "see_feedback",
            "see_board",
        }
    ),
    # Who answers for the service: the two tiers of the contact centre, the centres where people
    # come for help with the form, and who looks after them. How far each goes in a case is
    # content/tables/disclosure.toml.
    "general_agent": frozenset({"see_contacts", "answer"}),
    "national_agent": frozenset({"see_contacts", "answer", "open_by_proof"}),
    "centre_staff": frozenset({"see_contacts", "answer", "help_at_centre"}),
    "supervisor": frozenset(
        {
            "see_contacts",
            "answer",
            "open_by_proof",
            "see_supervision",
            "supervise",
            "see_feedback",
            "settle_feedback",
            "see_board",
        }
    ),
    "policy_writer": frozenset({"see_policy", "write_policy", "see_board"}),
    ADMINISTRATOR: frozenset(
        {
            "see_audit",
            "manage",
            "see_hours",
            "open_hours",
            "see_figures",
            "pair_devices",
            "see_feedback",
            "settle_feedback",
            "see_board",
        }
    ),
    "communications": frozenset(
        {"tell_everyone", "see_feedback", "settle_feedback", "see_board"}
    ),  # notices to everyone on the site
}
# What each opens at its own office, and at no other.
OFFICE_ROLES: dict[str, frozenset[str]] = {
    "office_manager": frozenset(
        {
            "see_desk",  # agenda and queue, with names
            "check_in",  # and tickets, all but serving
            "serve",
            "book_for",  # people, by telephone or at the counter; also move, cancel, print a notice
            "cancel_many",  # of one phone, address or network, with a reason
            "override",  # of share, release minute and limit of a contact, with a reason
            "see_hours",  # and closures, and what is released
            "open_hours",
            "see_figures",
            "pair_devices",
        }
    ),
    "receptionist": frozenset({"see_desk", "check_in", "book_for"}),
    "counter_officer": frozenset({"see_desk", "check_in", "serve", "book_for"}),
}
AT_OFFICES = frozenset[str]().union(*OFFICE_ROLES.values())
# What is left of it to who came in by a desk PIN: the work of the desk itself.
AT_A_DESK = frozenset({"see_desk", "check_in", "serve", "book_for"})
PERMISSIONS = AT_OFFICES.union(*ROLES.values())
_KNOWN, _POSTED = "_guichet_roles", "_guichet_postings"  # asked once a request
_READ_ALONG, _POSTED_ALONG = "group_names", "posting_texts"
_DESK = "_guichet_desk"  # the office whose desk is all that this request reaches


def leave_out(*permissions: str) -> None:
    """Take permissions out of every role at the start: what they open is not on this site.

    A role that then opens nothing, or nothing but what another one opens, is not there any more.
    """
    for table in (ROLES, OFFICE_ROLES):
        for role, opens in list(table.items()):
            remainder = opens - set(permissions)
            if remainder == opens:
                continue
            if remainder and remainder not in table.values():
                table[role] = remainder
            else:
                del table[role]


def roles_of(user: Somebody) -> frozenset[str]:
    """Return the roles of an account; an account of `createsuperuser` is an administrator's."""
    if not isinstance(user, User) or not user.is_active or _DESK in vars(user):
        return frozenset()
    if _KNOWN not in vars(user):
        read_along = getattr(user, _READ_ALONG, None)
        names = user.groups.values_list("name", flat=True) if read_along is None else read_along
        groups = set(names)
        vars(user)[_KNOWN] = frozenset(
            role
            for role in ROLES
            if role in groups or (role == ADMINISTRATOR and user.is_superuser)
        )
    roles: frozenset[str] = vars(user)[_KNOWN]
    return roles


def postings_of(user: Somebody) -> frozenset[tuple[str, str]]:
    """Return the roles of an account at offices: pairs of a role and the code of its office."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if _POSTED not in vars(user):
        read_along = getattr(user, _POSTED_ALONG, None)
        texts = _posting_texts(user.pk) if read_along is None else read_along
        pairs = (text.partition(" ") for text in texts)
        vars(user)[_POSTED] = frozenset(
            (role, office) for role, _, office in pairs if role in OFFICE_ROLES
        )
    postings: frozenset[tuple[str, str]] = vars(user)[_POSTED]
    desk = vars(user).get(_DESK)
    return frozenset(pair for pair in postings if pair[1] == desk) if desk else postings


def with_roles(accounts: QuerySet[User]) -> QuerySet[User]:
    """Return accounts whose roles, everywhere and at offices, are read along with them."""
    groups = Group.objects.filter(user=OuterRef("pk")).order_by("pk")
    return accounts.annotate(
        **{
            _READ_ALONG: ArraySubquery(groups.values("name")),
            _POSTED_ALONG: ArraySubquery(_posting_texts(OuterRef("pk"))),
        }
    )


def _posting_texts(account: int | OuterRef) -> QuerySet[Posting, str]:
    """Return the postings of an account, each as "role office": no role has a space in it."""
    postings = Posting.objects.filter(user_id=account).order_by("pk")
    return postings.values_list(Concat("role", Value(" "), "office"), flat=True)


def permissions_of(user: Somebody) -> frozenset[str]:
    """Return everything the roles of an account open everywhere."""
    return frozenset[str]().union(*(ROLES[role] for role in roles_of(user)))


def permissions_somewhere(user: Somebody) -> frozenset[str]:
    """Return everything an account may do, everywhere or at one office at least."""
    at_offices = (_opens(user, role) for role, _office in postings_of(user))
    return permissions_of(user).union(*at_offices)


def has(user: Somebody, permission: str) -> bool:
    """Tell whether an account may do something everywhere; a misspelt one is a mistake of ours."""
    assert permission in PERMISSIONS, permission
    return permission in permissions_of(user)


def has_at(user: Somebody, permission: str, office: str) -> bool:
    """Tell whether an account may do something at an office: what `may_at` asks at the door."""
    return has(user, permission) or office in offices_where(user, permission)


def has_somewhere(user: Somebody, permission: str) -> bool:
    """Tell whether an account may do something at any office: what `may_somewhere` asks."""
    return has(user, permission) or bool(offices_where(user, permission))


def offices_where(user: Somebody, permission: str) -> frozenset[str]:
    """Return the codes of the offices at which a posting opens something.

    Who `has` it everywhere may do it at every office, and needs no posting.
    """
    assert permission in AT_OFFICES, permission
    return frozenset(
        office for role, office in postings_of(user) if permission in _opens(user, role)
    )


def _opens(user: Somebody, role: str) -> frozenset[str]:
    """Return what a role opens at its office: all of it, or the work of the desk alone."""
    return OFFICE_ROLES[role] & AT_A_DESK if _DESK in vars(user) else OFFICE_ROLES[role]


def keep_to_desk(user: User, office: str) -> None:
    """Leave an account nothing but the desk of one office, as long as this request lasts."""
    vars(user)[_DESK] = office


def grants_of(user: Somebody) -> list[str]:
    """Return all roles of an account as words, those at offices with their office."""
    at_offices = (f"{role} {office}" for role, office in postings_of(user))
    return sorted([*roles_of(user), *at_offices])


def idle_minutes_of(user: Somebody) -> int:
    """Return after how many minutes alone a session of an account ends.

    Who has a role at an office has the shorter time: their screens stand where people pass.
    """
    minutes: int = settings.STAFF_IDLE_MINUTES
    return min(minutes, settings.DESK_IDLE_MINUTES) if postings_of(user) else minutes


def give(user: User, *roles: str) -> None:
    """Give an account roles, and forget what was known of it."""
    for role in roles:
        assert role in ROLES, role
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    forget(user)


def give_at(office: str, user: User, *roles: str) -> None:
    """Give an account roles at an office, and forget what was known of it."""
    for role in roles:
        assert role in OFFICE_ROLES, role
        Posting.objects.get_or_create(user=user, role=role, office=office)
    forget(user)


def forget(user: User) -> None:
    """Forget what was known of the roles of an account: they have changed."""
    for name in (_KNOWN, _READ_ALONG, _POSTED, _POSTED_ALONG):
        vars(user).pop(name, None)
