"""Django's administration, behind the door of the staff."""

from django.contrib.admin.apps import AdminConfig


class StaffAdmin(AdminConfig):
    """The administration with a site of our own."""

    default_site = "guichet.staff.accounts.administration.Administration"
