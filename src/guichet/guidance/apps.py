from functools import partial

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "guichet.guidance"

    def ready(self) -> None:
        """Hand in the actions of what stands below; the features above hand in theirs."""
        from django.conf import settings

        from guichet.guidance.scenarios import offers
        from guichet.guidance.words import VOICE
        from guichet.kernel.programs.voices import VOICES
        from guichet.web.addresses.paths import address

        VOICES.append(VOICE)
        if settings.AGENCY.has("eta"):
            offers.hand_in(eligibility=partial(address, "eligibility:need"))
        if settings.AGENCY.has("appointments"):
            offers.hand_in(routine=partial(address, "guidance:routine"))
