"""What an account may do in the administration: everything, where it administers; else nothing."""

from django.contrib.auth.backends import ModelBackend

from guichet.staff import roles


class ByRole(ModelBackend):
    """Names and passwords as Django keeps them; permissions by the roles of an account alone."""

    def has_perm(self, user_obj: roles.Somebody, perm: str, obj: object = None) -> bool:
        """Tell whether an account may change a record that the administration shows."""
        return roles.has(user_obj, "manage")

    def has_module_perms(self, user_obj: roles.Somebody, app_label: str) -> bool:
        """Tell whether an account may see a part of the administration."""
        return roles.has(user_obj, "manage")
