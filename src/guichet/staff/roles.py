"""Who may do what: four roles, and what each one opens. A role is a group of Django's.

A person may have several roles. Who decides may also prepare; who audits changes nothing; who
administers accounts sees no file of a person.
"""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

type Somebody = AbstractBaseUser | AnonymousUser

ADMINISTRATOR = "administrator"
ROLES: dict[str, frozenset[str]] = {
    "intake_officer": frozenset({"see_files", "prepare", "see_appointments", "call_clients"}),
    "deciding_officer": frozenset(
        {"see_files", "prepare", "decide", "see_appointments", "call_clients"}
    ),
    "auditor": frozenset({"see_files", "see_appointments", "see_audit"}),
    ADMINISTRATOR: frozenset({"see_audit", "manage"}),
}
PERMISSIONS = frozenset[str]().union(*ROLES.values())
_KNOWN = "_guichet_roles"  # asked once a request
_READ_ALONG = "group_names"


def leave_out(*permissions: str) -> None:
    """Take permissions out of every role at the start: what they open is not on this site.

    A role that then opens nothing, or nothing but what another one opens, is not there any more.
    """
    for role, opens in list(ROLES.items()):
        remainder = opens - set(permissions)
        if remainder == opens:
            continue
        if remainder and remainder not in ROLES.values():
            ROLES[role] = remainder
        else:
            del ROLES[role]


def roles_of(user: Somebody) -> frozenset[str]:
    """Return the roles of an account; an account of `createsuperuser` is an administrator's."""
    if not isinstance(user, User) or not user.is_active:
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


def with_roles(accounts: QuerySet[User]) -> QuerySet[User]:
    """Return accounts whose roles are read along with them."""
    groups = Group.objects.filter(user=OuterRef("pk")).order_by("pk")
    return accounts.annotate(**{_READ_ALONG: ArraySubquery(groups.values("name"))})


def permissions_of(user: Somebody) -> frozenset[str]:
    """Return everything the roles of an account open."""
    return frozenset[str]().union(*(ROLES[role] for role in roles_of(user)))


def has(user: Somebody, permission: str) -> bool:
    """Tell whether an account may do something; a misspelt permission is a mistake of ours."""
    assert permission in PERMISSIONS, permission
    return permission in permissions_of(user)


def give(user: User, *roles: str) -> None:
    """Give an account roles, and forget what was known of it."""
    for role in roles:
        assert role in ROLES, role
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    for name in (_KNOWN, _READ_ALONG):
        vars(user).pop(name, None)
