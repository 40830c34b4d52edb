"""What is kept of applications: the forms, what became of them, what was sent to and fro."""

from guichet.applications.models.application import Application, Payment, Version
from guichet.applications.models.correspondence import Correspondence, DocumentRequest
from guichet.applications.models.decision import Authorization, Decision, Reconsideration
from guichet.applications.models.enquiry import Enquiry
from guichet.applications.models.paper import ExplanationDraft, Paper, PaperBytes
from guichet.applications.models.reading import SecondReading
from guichet.applications.models.search import SearchKeys
from guichet.applications.models.task import OfficerTask, WaitingTally

__all__ = [
    "Application",
    "Authorization",
    "Correspondence",
    "Decision",
    "DocumentRequest",
    "Enquiry",
    "ExplanationDraft",
    "OfficerTask",
    "Paper",
    "PaperBytes",
    "Payment",
    "Reconsideration",
    "SearchKeys",
    "SecondReading",
    "Version",
    "WaitingTally",
]
