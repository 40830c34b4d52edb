from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "guichet.eligibility"

    def ready(self) -> None:
        """Say what programs are told when something stands in the way."""
        from guichet.eligibility import api
        from guichet.kernel.programs.voices import VOICES

        VOICES.append(api.VOICE)
