from django.apps import AppConfig
from django.conf import settings


class EligibilityConfig(AppConfig):
    name = "guichet.eligibility"

    def ready(self) -> None:
        """Say what programs are told when something stands in the way."""
        from guichet.eligibility import api
        from guichet.kernel.programs.voices import VOICES

        if settings.AGENCY.has("eta"):
            VOICES.append(api.VOICE)
