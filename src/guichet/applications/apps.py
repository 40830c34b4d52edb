from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "guichet.applications"

    def ready(self) -> None:
        """Tell the outbox who makes the letters, programs what stands in their way, and others."""
        from guichet.applications import identities
        from guichet.applications.access import handles
        from guichet.applications.api import voice
        from guichet.applications.enquiries import mails, sending
        from guichet.applications.fee import providers
        from guichet.applications.letters import mail
        from guichet.applications.letters import send as letters
        from guichet.eligibility.programme import NAME
        from guichet.kernel import derived
        from guichet.kernel.programs.voices import VOICES
        from guichet.post import send
        from guichet.web import programmes, root_files, visits
        from guichet.web.forms import uploads

        providers.check_settings()
        VOICES.append(voice.VOICE)
        programmes.add(
            programmes.Programme(
                name=NAME, home="applications:home", trouble="applications:trouble"
            )
        )
        visits.PERSONAL.add(handles.COOKIE)
        visits.ON_END.append(handles.end)
        uploads.SENT_WITH.add(handles.COOKIE)
        root_files.NOT_LOOKED_AT.append("/*/eta/yours/")
        send.MAKERS[letters.DISPATCH] = mail.parcel
        send.MAKERS[sending.RECEIVED] = send.MAKERS[sending.ANSWERED] = mails.parcel
        derived.DERIVE_AGAIN["applications"] = identities.derive_again
