"""Scenarios as they were published, which nobody changes, and what waits for a second person."""

from django.db import models
from django.db.models import F, Q

from guichet.guidance.fields import GinIndex, TermsField

SHIPPED = "shipped"  # in the place of an account: it came with the release


class ScenarioVersion(models.Model):
    """A scenario as it was published: what was said to people, by whom, approved by whom.

    `tree` is what its file says, as JSON; `words` and `staff_words` are sentences by language and
    key, each with the hash of what was written. A trigger refuses to change or remove a row. It
    holds from `since` until `until`, or until the next version of the scenario holds.
    """

    scenario = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    programme = models.CharField(max_length=20)
    link = models.CharField(max_length=60, blank=True)  # the routine link it is about
    tree = models.TextField()  # JSON; as jsonb it would lose the order of choices
    words = models.JSONField()
    staff_words = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=300, blank=True)
    written_by = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150)
    published_at = models.DateTimeField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["scenario", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "number"], name="one_version_of_a_number_a_scenario"
            ),
            models.CheckConstraint(
                condition=~Q(written_by=F("approved_by")) | Q(written_by=SHIPPED),
                name="another_person_approves_a_scenario",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} {self.number}"


class ScenarioProposal(models.Model):
    """A draft that somebody asks to have published, as it read then; another person decides."""

    class State(models.TextChoices):
        WAITING, PUBLISHED, GIVEN_BACK = "waiting", "published", "given_back"

    scenario = models.CharField(max_length=40)
    tree = models.TextField()  # JSON; as jsonb it would lose the order of choices
    words = models.JSONField()
    staff_words = models.JSONField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    proposed_by = models.CharField(max_length=150)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario"],
                condition=Q(state="waiting"),
                name="one_waiting_proposal_a_scenario",
            ),
            models.CheckConstraint(
                condition=~Q(state="published", proposed_by=F("decided_by")),
                name="nobody_publishes_their_own_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} by {self.proposed_by}"


class PolicyVersion(models.Model):
    """A policy, procedure or instruction as another person approved it; a trigger keeps the row.

    Titles, texts (Markdown) and what changed stand by language. It is published from `since` on,
    until a version with a higher number is.
    """

    class Kind(models.TextChoices):
        POLICY, PROCEDURE, INSTRUCTION = "policy", "procedure", "instruction"

    policy = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    programme = models.CharField(max_length=20, blank=True)  # none: it is of every site
    titles = models.JSONField()
    texts = models.JSONField()
    changed = models.JSONField()
    digest = models.CharField(max_length=64)
    written_by = models.CharField(max_length=150)
    approved_by = models.CharField(max_length=150)
    approved_at = models.DateTimeField()
    since = models.DateField()

    class Meta:
        ordering = ["policy", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "number"], name="one_version_of_a_number_a_policy"
            ),
            models.CheckConstraint(
                condition=~Q(written_by=F("approved_by")) | Q(written_by=SHIPPED),
                name="another_person_approves_a_policy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"


class PolicyDraft(models.Model):
    """What somebody writes of a policy: alone at first, then it waits for another person."""

    class State(models.TextChoices):
        DRAFT, WAITING = "draft", "waiting"
        APPROVED, DISCARDED = "approved", "discarded"

    policy = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=PolicyVersion.Kind)
    programme = models.CharField(max_length=20, blank=True)
    titles = models.JSONField()
    texts = models.JSONField()
    changed = models.JSONField()
    since = models.DateField(null=True)  # none: from the day on which it is approved
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)  # one more with each change
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)  # what is to be changed first

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(state__in=["draft", "waiting"]),
                name="one_open_draft_a_policy",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (~Q(decided_by="") & ~Q(written_by=F("decided_by"))),
                name="nobody_approves_their_own_policy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} by {self.written_by}"


class ArticleVersion(models.Model):
    """An article of the help center as it was published, in every language that it has.

    `words` is by language `{"title", "lines": [{"kind", "text"}], "changed_on", "stale",
    "unread"}`; an article that was withdrawn ends with a version that says nothing. A trigger
    refuses to change or remove a row.
    """

    article = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    programme = models.CharField(max_length=20)
    subject = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()  # among the others of its subject
    is_written = models.BooleanField()  # for the help center; else made from words that stand
    action = models.CharField(max_length=40, blank=True)
    link = models.CharField(max_length=80, blank=True)  # which one, where the action has many
    words = models.JSONField()
    changed_in = models.JSONField()  # the languages in which it says something else than before
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="one_version_of_a_number_an_article"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="versions_of_articles_count_from_one"
            ),
        ]
        indexes = [models.Index(fields=["-published_at", "-id"], name="articles_by_day")]

    def __str__(self) -> str:
        return f"{self.article} {self.number}"


class Article(models.Model):
    """What an article says now to the readers of one language, as it is listed and searched.

    `said_in` is another language where it is not translated. `terms` are its words as
    `knowledge.terms` folds them, each with the language of the reader before it.
    """

    article = models.SlugField(max_length=80)
    language = models.CharField(max_length=12)
    said_in = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="said")
    programme = models.CharField(max_length=20)
    subject = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    terms = TermsField()

    class Meta:
        ordering = ["language", "subject", "place", "article"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "article"], name="an_article_is_listed_once_a_language"
            ),
        ]
        indexes = [GinIndex(fields=["terms"], name="words_of_articles")]

    def __str__(self) -> str:
        return f"{self.article} {self.language}"


class UnansweredSearch(models.Model):
    """How often in a day people looked for something that no article answers, by language.

    `words` are folded and hold no number and no address: what looks like one is not counted.
    """

    day = models.DateField()
    language = models.CharField(max_length=12)
    words = models.CharField(max_length=80)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-day", "-count", "words"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "words"], name="one_count_a_day_language_and_search"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1), name="a_search_is_counted_when_it_was_made"
            ),
            models.CheckConstraint(
                condition=~Q(words__regex=r"[0-9@]"), name="no_number_is_kept_of_a_search"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.language} {self.count}"
