from django.apps import AppConfig
from django.conf import settings


class EligibilityConfig(AppConfig):
    name = "guichet.eligibility"

    def ready(self) -> None:
        """Say what programs are told when something stands in the way, and judge the law."""
        from guichet.agency.faults import JUDGES
        from guichet.eligibility import content, voice
        from guichet.eligibility.judged import contradictions, orphans
        from guichet.kernel.programs.voices import VOICES

        if settings.AGENCY.has("eta"):
            VOICES.append(voice.VOICE)
        for judge in (content.faults_of, contradictions.faults_of, orphans.faults_of):
            if judge not in JUDGES:
                JUDGES.append(judge)
