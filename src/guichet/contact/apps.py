from django.apps import AppConfig
from django.conf import settings


class ContactConfig(AppConfig):
    name = "guichet.contact"

    def ready(self) -> None:
        """Leave out who opens cases by what a caller proves, where there are no cases."""
        from guichet.eligibility.programme import NAME
        from guichet.staff import roles

        if not settings.AGENCY.has(NAME):
            roles.leave_out("open_by_proof")
