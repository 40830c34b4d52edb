from django.apps import AppConfig
from django.conf import settings


class EligibilityConfig(AppConfig):
    name = "guichet.eligibility"

    def ready(self) -> None:
        """Say what programs are told when something stands in the way, and judge the law."""
        from guichet.agency.faults import JUDGES
        from guichet.eligibility import api, content
        from guichet.kernel.programs.voices import VOICES

        if settings.AGENCY.has("eta"):
            VOICES.append(api.VOICE)
        if content.faults_of not in JUDGES:
            JUDGES.append(content.faults_of)
