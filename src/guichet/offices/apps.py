from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "guichet.offices"

    def ready(self) -> None:
        """Say what programs are told when something stands in the way."""
        from guichet.kernel.programs.voices import VOICES
        from guichet.offices import api

        VOICES.append(api.VOICE)
