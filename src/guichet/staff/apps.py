from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "guichet.staff"

    def ready(self) -> None:
        """Tell the outbox who makes the mails about accounts."""
        from django.conf import settings

        from guichet.agency.faults import JUDGES
        from guichet.kernel import derived
        from guichet.post import send
        from guichet.staff.accounts import anew, anew_mails
        from guichet.staff.agency_sign_in import table
        from guichet.staff.sign_in import adapters
        from guichet.web import root_files
        from guichet.web.pages.render import INSIDE

        INSIDE.add("staff")
        if settings.OIDC_ISSUER and table.faults_of not in JUDGES:
            JUDGES.append(table.faults_of)
        derived.DERIVE_AGAIN["second factors"] = adapters.encipher_anew
        root_files.NOT_LOOKED_AT.extend(("/admin/", "/staff/"))
        send.MAKERS[anew.ASKED] = send.MAKERS[anew.STARTED] = anew_mails.parcel
