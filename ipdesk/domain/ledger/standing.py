"""What the decisions on a slot come to, also when they were taken on several PCs at once.

Each decision writes a few answers: how a package was reviewed, whether it was set aside, which one is accepted,
whether the slot is waived or closed. An answer is given by its newest writers: those that no other writer of it builds
on. Where they agree, that is it. Where they contradict each other, what was in force stays in force (what the newest
writers said that all of them build on), and the slot is contested until a person settles it (design, part 5). So the
standing is a function of the set of decisions; nothing is merged two by two, and arrival has no order.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

from ipdesk.domain.ledger.decision import Decision, Verb
from ipdesk.domain.ledger.lineage import Lineage, lineage


class Status(StrEnum):
    """The status of one package in its slot; what no decision has named is pending."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"


#: A package of this status is no head, and nothing is in force by it.
SET_ASIDE = frozenset({Status.SUPERSEDED, Status.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Standing:
    """`status` by package id, `by` the id of the decision that gave it (the smallest of several that agree).

    `accepted` is the submission that counts; it stays so when a newer one supersedes it, until that one is accepted.
    `disputed` are the decisions that contradict each other. While there are any, the answers that they dispute are
    those from before.
    """

    accepted: str = ""
    status: Mapping[str, Status] = field(default_factory=dict)
    by: Mapping[str, str] = field(default_factory=dict)
    waived: str = ""  # the decision that waives the slot
    closed: str = ""
    adjustments: frozenset[str] = frozenset()  # decisions in effect that adjust
    disputed: tuple[str, ...] = ()

    @property
    def contested(self) -> bool:
        return bool(self.disputed)


def standing_of(decisions: Mapping[str, Decision], parents: Mapping[str, tuple[str, ...]]) -> Standing:
    """What all known decisions on one slot come to. Both arguments are keyed by decision id.

    Parents that are not among `decisions` are passed over: the result is right for what is known here and changes
    when they arrive.
    """
    book = _Book(lineage({name: parents[name] for name in decisions}))
    for index, name in enumerate(book.lineage.order):
        decision = decisions[name]
        _WRITES.get(decision.verb, _write_nothing)(book, index, decision)
    everything = (1 << len(book.lineage.order)) - 1
    answers = {question: book.answer(question, everything) for question in sorted(book.writers)}
    status: dict[str, Status] = {}
    by: dict[str, str] = {}
    for name in sorted({question.about for question in answers} - {""}):
        review, place = (answers.get(_Question(topic, name), _Answer()) for topic in (_Topic.REVIEW, _Topic.PLACE))
        given = _status(review.value, place.value)
        if given:
            status[name] = given
            by[name] = min(book.lineage.names(place.writers if given in _BY_PLACE else review.writers))
    return Standing(
        accepted=answers.get(_ACCEPTED, _Answer()).value,
        status=status,
        by=by,
        waived=answers.get(_WAIVED, _Answer()).value,
        closed=answers.get(_CLOSED, _Answer()).value,
        adjustments=frozenset(
            name
            for name, decision in decisions.items()
            if decision.verb == Verb.ADJUST and status.get(name) not in _TAKEN_BACK
        ),
        disputed=book.lineage.names(frozenset().union(*(answer.rivals for answer in answers.values()))),
    )


class _Topic(StrEnum):
    ACCEPTED = "accepted"  # which package is
    CLOSED = "closed"  # by which decision
    WAIVED = "waived"  # by which decision
    REVIEW = "review"  # of one package: accepted, returned, pending (reopened), withdrawn
    PLACE = "place"  # of one package: superseded, withdrawn; accepted, reinstated, kept


@dataclass(frozen=True, slots=True, order=True)
class _Question:
    topic: _Topic
    about: str = ""  # package id, for review and place


_ACCEPTED, _WAIVED, _CLOSED = _Question(_Topic.ACCEPTED), _Question(_Topic.WAIVED), _Question(_Topic.CLOSED)

#: The place of a head that a person chose among several.
_KEPT = "kept"

#: Statuses that the place gives; the others are the review's.
_BY_PLACE = frozenset({*SET_ASIDE, Status.REINSTATED})

#: An adjustment of this status has no effect.
_TAKEN_BACK = frozenset({*SET_ASIDE, Status.RETURNED, Status.PENDING})


def _status(review: str, place: str) -> Status | None:
    """The one word for both; None where no decision says any. Reinstated: in its place again, still to be reviewed."""
    if place in SET_ASIDE:
        return Status(place)
    if review in (Status.ACCEPTED, Status.RETURNED):
        return Status(review)
    if place == Status.REINSTATED:
        return Status.REINSTATED
    return Status.PENDING if review else None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What holds, who wrote it; who contradicts whom, and which values they would put into force."""

    value: str = ""
    writers: tuple[int, ...] = ()
    rivals: frozenset[int] = frozenset()
    candidates: frozenset[str] = frozenset()


class _Book:
    """What decisions wrote on which question, and what can be read of it at any point of the past."""

    def __init__(self, of: Lineage) -> None:
        self.lineage = of
        self.writers: dict[_Question, int] = {}
        self.values: dict[_Question, dict[int, str]] = {}
        self.at_once: set[_Question] = set()  # answered by decisions that did not see each other

    def write(self, question: _Question, index: int, value: str) -> None:
        before = self.writers.get(question, 0)
        if before & ~(self.lineage.past[index] | 1 << index):
            self.at_once |= {question, _ACCEPTED}
        self.writers[question] = before | 1 << index
        self.values.setdefault(question, {})[index] = value

    def answer(self, question: _Question, seen: int) -> _Answer:
        """The answer as of a past (a mask): of the newest writers, or before their dispute, of the newest that all
        rivals build on. Each step looks further back, so it ends.
        """
        rivals: frozenset[int] = frozenset()
        candidates: frozenset[str] = frozenset()
        while True:
            newest = self._newest(question, seen)
            contradicting = frozenset(self._contradicting(question, newest, seen))
            if not contradicting:
                said = sorted(value for value in newest.values() if value)
                value = next((value for value in said if value in SET_ASIDE), said[0] if said else "")
                writers = tuple(index for index in newest if newest[index] == value)
                return _Answer(value, writers, rivals, candidates if rivals else frozenset({value} - {""}))
            if not rivals:
                rivals, candidates = contradicting, frozenset(value for value in newest.values() if value)
            seen = self.lineage.shared(contradicting)

    def disputed(self, seen: int) -> dict[_Question, _Answer]:
        """The questions that the newest writers of a past answer differently."""
        answers = {question: self.answer(question, seen) for question in self.at_once}
        return {question: answer for question, answer in answers.items() if answer.rivals}

    def _newest(self, question: _Question, seen: int) -> dict[int, str]:
        values = self.values.get(question, {})
        return {index: values[index] for index in self.lineage.newest(self.writers.get(question, 0) & seen)}

    def _contradicting(self, question: _Question, newest: dict[int, str], seen: int) -> Set[int]:
        if question.topic is not _Topic.ACCEPTED:
            return newest.keys() if _at_odds(question.topic, set(newest.values())) else frozenset()
        # That one PC returned what was in force does not gainsay the other's acceptance of a later version.
        accepting = frozenset(index for index, value in newest.items() if value)
        wanted = {newest[index] for index in accepting}
        if len(wanted) != 1:
            return accepting
        # But to accept and to take back the very same is a dispute, and then nothing comes into force by it.
        reviews = self._newest(_Question(_Topic.REVIEW, *wanted), seen)
        return accepting.union(reviews) if _at_odds(_Topic.REVIEW, set(reviews.values())) else frozenset()


def _at_odds(topic: _Topic, said: set[str]) -> bool:
    match topic:
        case _Topic.REVIEW:  # that the unit withdraws what is returned to it is no dispute
            return len(said) > 1 and (Status.ACCEPTED in said or {Status.RETURNED, Status.PENDING} <= said)
        case _Topic.PLACE:  # what is accepted stays so when a newer draft supersedes it, not when it is withdrawn
            standing = said - SET_ASIDE
            return (Status.WITHDRAWN in said and bool(standing)) or (
                Status.SUPERSEDED in said and not standing <= {Status.ACCEPTED}
            )
        case _:  # two PCs may waive by two packages: both say the same
            return "" in said and said != {""}


def _write_nothing(book: _Book, index: int, decision: Decision) -> None:
    """RECEIVED, CHECK and ADJUST change no answer, and verbs of later programs none that is known here."""


def _write_accept(book: _Book, index: int, decision: Decision) -> None:
    if len(decision.names) == 1:
        (name,) = decision.names
        book.write(_Question(_Topic.REVIEW, name), index, Status.ACCEPTED)
        book.write(_Question(_Topic.PLACE, name), index, Status.ACCEPTED)
        book.write(_ACCEPTED, index, name)


def _write_taking_back(book: _Book, index: int, decision: Decision) -> None:
    """RETURN, REOPEN, WITHDRAW: what is in force by one of the names is so no longer."""
    seen, named = book.lineage.past[index], frozenset(decision.names)
    for name in named:
        book.write(_Question(_Topic.REVIEW, name), index, _GIVES[decision.verb])
        if decision.verb == Verb.WITHDRAW:
            book.write(_Question(_Topic.PLACE, name), index, Status.WITHDRAWN)
        elif decision.verb == Verb.REOPEN:
            _put_back(book, index, name)
    for question in (_ACCEPTED, _WAIVED, _CLOSED):
        answer = book.answer(question, seen)
        left = answer.candidates - named
        if answer.candidates & named and len(left) <= 1:  # of several that were disputed, one may be left
            before = answer.value if answer.rivals and answer.value not in named else ""
            book.write(question, index, min(left, default=before))
    if decision.verb == Verb.REOPEN and not named:
        book.write(_WAIVED, index, "")
        book.write(_CLOSED, index, "")


def _write_reinstate(book: _Book, index: int, decision: Decision) -> None:
    for name in decision.names:
        book.write(_Question(_Topic.PLACE, name), index, Status.REINSTATED)


def _write_keep(book: _Book, index: int, decision: Decision) -> None:
    """SETTLE, SUPERSEDE (以哪份为准): the names stand, the others stand back, and every dispute ends.

    Acceptance is not touched, for the newer draft is still to be reviewed; unless it was disputed, and then the kept
    one is in force if one side had accepted it, else what was before.
    """
    disputed, kept = book.disputed(book.lineage.past[index]), frozenset(decision.names)
    settled = {question: answer.value or _UNSAID.get(question.topic, "") for question, answer in disputed.items()}
    if _ACCEPTED in disputed:
        chosen = disputed[_ACCEPTED].candidates & kept
        settled[_ACCEPTED] = min(chosen) if len(chosen) == 1 else disputed[_ACCEPTED].value
        if settled[_ACCEPTED]:
            settled[_Question(_Topic.REVIEW, settled[_ACCEPTED])] = Status.ACCEPTED
    for name in frozenset(decision.others) - kept:
        settled[_Question(_Topic.PLACE, name)] = Status.SUPERSEDED
    for question, value in settled.items():
        book.write(question, index, value)
    for name in kept:
        book.write(_Question(_Topic.PLACE, name), index, _KEPT)
        _put_back(book, index, name)


def _write_waive(book: _Book, index: int, decision: Decision) -> None:
    book.write(_WAIVED, index, book.lineage.order[index])


def _write_close(book: _Book, index: int, decision: Decision) -> None:
    book.write(_CLOSED, index, book.lineage.order[index])


def _put_back(book: _Book, index: int, name: str) -> None:
    """Into its place, if the one who decides saw it set aside."""
    question = _Question(_Topic.PLACE, name)
    if book.answer(question, book.lineage.past[index]).value in SET_ASIDE:
        book.write(question, index, Status.REINSTATED)


_GIVES = {
    Verb.RETURN.value: Status.RETURNED,
    Verb.REOPEN.value: Status.PENDING,
    Verb.WITHDRAW.value: Status.WITHDRAWN,
}

#: What a settled question says when nothing had been said before the dispute.
_UNSAID: Mapping[_Topic, str] = {_Topic.REVIEW: Status.PENDING, _Topic.PLACE: _KEPT}

_WRITES: Mapping[str, Callable[[_Book, int, Decision], None]] = {
    Verb.ACCEPT: _write_accept,
    Verb.RETURN: _write_taking_back,
    Verb.REOPEN: _write_taking_back,
    Verb.WITHDRAW: _write_taking_back,
    Verb.REINSTATE: _write_reinstate,
    Verb.SETTLE: _write_keep,
    Verb.SUPERSEDE: _write_keep,
    Verb.WAIVE: _write_waive,
    Verb.CLOSE: _write_close,
}
