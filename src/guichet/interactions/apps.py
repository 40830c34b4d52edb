from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "guichet.interactions"

    def ready(self) -> None:
        """Hand in how the record calls a contact."""
        from guichet.interactions.queries import NAMING
        from guichet.staff.subjects import NAMINGS

        NAMINGS["interaction"] = NAMING
