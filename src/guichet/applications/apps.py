from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "guichet.applications"

    def ready(self) -> None:
        """Tell the outbox who makes the letters."""
        from guichet.applications import letters, letters_made
        from guichet.applications.enquiries import mails
        from guichet.notices import send

        send.MAKERS[letters.DISPATCH] = letters_made.parcel
        send.MAKERS[mails.RECEIVED] = send.MAKERS[mails.ANSWERED] = mails.parcel
