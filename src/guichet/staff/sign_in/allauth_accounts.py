"""allauth's accounts without the demand that every page of the site pay for its middleware."""

from importlib import import_module

from allauth.account.apps import AccountConfig


class StaffAccounts(AccountConfig):
    """The accounts of allauth; `staff.door.middleware` runs their middleware where it is due."""

    def ready(self) -> None:
        """Register allauth's checks, and not look for its middleware among those of every page."""
        import_module("allauth.account.checks")
