from django.apps import AppConfig
from django.conf import settings


class OfficesConfig(AppConfig):
    name = "guichet.offices"

    def ready(self) -> None:
        """Say what programs are told when something stands in the way, and which sheets exist."""
        from guichet.agency.faults import JUDGES
        from guichet.kernel.programs.voices import VOICES
        from guichet.offices import words
        from guichet.offices.reference import agency_files
        from guichet.offices.sheets.documents import DOCUMENTS
        from guichet.offices.sheets.jurisdictions import JURISDICTIONS
        from guichet.offices.sheets.kinds import KINDS
        from guichet.offices.sheets.offices import OFFICES
        from guichet.offices.sheets.services import SERVICES
        from guichet.web.addresses import naming

        KINDS.update({kind.name: kind for kind in (OFFICES, SERVICES, JURISDICTIONS, DOCUMENTS)})
        naming.CODES.add("office")
        if settings.AGENCY.has("appointments"):
            VOICES.append(words.VOICE)
        if agency_files.faults_of not in JUDGES:
            JUDGES.append(agency_files.faults_of)
