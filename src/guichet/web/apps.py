from django.apps import AppConfig

from guichet.web.pages import catalogues, days


class WebConfig(AppConfig):
    name = "guichet.web"

    def ready(self) -> None:
        """Compile and date the catalogues that changed; say what all calls may hear."""
        from guichet.agency.faults import JUDGES
        from guichet.kernel.programs.voices import VOICES
        from guichet.web import contacts, sentences

        if contacts.unnamed_controller not in JUDGES:
            JUDGES.append(contacts.unnamed_controller)
        VOICES.append(sentences.VOICE)
        catalogues.compile_all()
        days.date_translations()
        catalogues.forget_catalogues()
