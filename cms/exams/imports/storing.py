"""Stores judged questions: as drafts, and as drafts of a new version where the bank has them in use."""

from datetime import date

from cms.exams.enums import QuestionState
from cms.exams.imports.bank import GENERAL, Bank, asked, columns, differs, identity
from cms.exams.models import Question
from cms.exams.queries.bank import versions_of_today
from cms.exams.services.questions import WORDS
from cms.intake.journal import Journal
from cms.intake.spec import Outcome, Row
from cms.intake.storing import RowStore
from cms.statutes.models import Law
from cms.statutes.services import know_by_title, know_provisions

RELATIONS = ("articles", "versions")


class QuestionStore:
    """A question is known by what it asks; see `bank.identity`."""

    def __init__(self, journal: Journal):
        self.journal = journal
        self.bank = Bank()

    def store(self, rows: list[Row]) -> Outcome:
        cited = {tuple(each) for row in rows for each in row.values["articles"]}
        laws = know_by_title({title for title, _ref in cited}, actor=self.journal.actor)
        self.provisions = know_provisions(
            [(laws[title], ref) for title, ref in sorted(cited)], actor=self.journal.actor
        )
        self.laws = laws
        self.read = {law.title: self._text_of(law, self.journal.on) for law in laws.values()}
        store = RowStore(self.journal, Question, (*WORDS, "reread_since"), RELATIONS)
        store.hold(self.bank.hold())
        done, records = [], []
        heads: dict[tuple, Question | None] = {}
        for row in rows:
            if row.values["case_of"]:
                done.append("unchanged")
                records.append(heads.get(tuple(row.values["case_of"])))
                continue
            what, question = self._store_one(row, store)
            done.append(what)
            records.append(question)
            heads[row.sheet, row.number] = question
        store.write()
        return Outcome(tuple(done), tuple(each.pk if each else None for each in records))

    def _store_one(self, row: Row, store: RowStore) -> tuple[str, Question]:
        values = row.values
        said = asked(values)
        fields, relations = columns(*said, values), self._relations(values)
        held = self.bank.find(identity(*said))
        if held is None:
            question = Question(**({"subject": GENERAL} | fields))
            return store.add(question, relations), question
        if not differs(held, values):
            return "unchanged", held
        if held.state == QuestionState.DRAFT:
            return store.change(held, fields | {"reread_since": None}, relations), held
        copied = {name: getattr(held, name) for name in WORDS}
        new = Question(revises=held, version=held.version + 1, **(copied | fields))
        kept = {name: {each.pk for each in getattr(held, name).all()} for name in RELATIONS}
        return store.add(new, kept | relations), new

    def _relations(self, values: dict) -> dict[str, set[int]]:
        cited = [tuple(each) for each in values["articles"]]
        if not cited:
            return {}
        return {
            "articles": {self.provisions[self.laws[title], ref].pk for title, ref in cited},
            "versions": {self.read[title] for title, _ref in cited} - {None},
        }

    @staticmethod
    def _text_of(law: Law, on: date) -> int | None:
        return next((version.pk for version in versions_of_today([law], on)), None)
