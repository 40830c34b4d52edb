from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "guichet.staff"

    def ready(self) -> None:
        """Tell the outbox who makes the mails about accounts."""
        from guichet.notices import send
        from guichet.staff import anew_mails

        send.MAKERS[anew_mails.ASKED] = send.MAKERS[anew_mails.STARTED] = anew_mails.parcel
