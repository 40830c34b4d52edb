from django.apps import AppConfig

from guichet.web.pages import catalogues


class WebConfig(AppConfig):
    name = "guichet.web"

    def ready(self) -> None:
        """Compile the catalogues that changed since the last start; say what all calls may hear."""
        from guichet.kernel.programs.voices import VOICES
        from guichet.web import sentences

        VOICES.append(sentences.VOICE)
        catalogues.compile_all()
