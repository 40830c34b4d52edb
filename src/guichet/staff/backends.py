"""Who may sign in with a password, and what an account may do in the administration."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User

from guichet.kernel import clock
from guichet.staff import reading, roles
from guichet.staff.sign_in import one_time


class ByRole(ModelBackend):
    """Names and passwords as Django keeps them; permissions by the roles of an account alone."""

    def get_user(self, user_id: int) -> User | None:
        """Return the account of a session with all that the door asks of it, or None.

        Its roles, its one-time password and its sessions are read in one statement.
        """
        account = reading.account(user_id)
        return account if self.user_can_authenticate(account) else None

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        """Refuse an account that was closed, or whose one-time password has run out."""
        if user is None or not super().user_can_authenticate(user):
            return False
        return not one_time.is_over(user, now=clock.now())

    def has_perm(self, user_obj: roles.Somebody, perm: str, obj: object = None) -> bool:
        """Tell whether an account may change a record that the administration shows."""
        return roles.has(user_obj, "manage")

    def has_module_perms(self, user_obj: roles.Somebody, app_label: str) -> bool:
        """Tell whether an account may see a part of the administration."""
        return roles.has(user_obj, "manage")
