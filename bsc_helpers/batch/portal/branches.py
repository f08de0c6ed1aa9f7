"""The units of a period, and the whole scorecard, as branches of trees, each with its reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bsc_helpers.batch.manifest import Entry
from bsc_helpers.batch.portal.failure import stale_remark
from bsc_helpers.batch.portal.shelf import Shelf
from bsc_helpers.batch.portal.words import PORTAL_WORDS, PortalWords
from bsc_helpers.batch.tree import Node, tree_of
from bsc_helpers.model import ALL_ACTIVITIES
from bsc_helpers.narrative.alphabet import name_key
from bsc_helpers.narrative.languages import in_language
from bsc_helpers.publishing.portal import Branch, Link

__all__ = ["Branches"]

PAGE = "html"


@dataclass(frozen=True)
class Branches:
    """The reports of one period, laid out for readers of one language."""

    shelf: Shelf
    period: str
    language: str

    @property
    def words(self) -> PortalWords:
        """The fixed words of the entrance."""
        return in_language(self.language, PORTAL_WORDS)

    def whole(self) -> tuple[Branch, ...]:
        """Return the reports about the whole scorecard, sorted by their names."""
        found: dict[str, dict[str, Entry]] = {}
        for entry in self.shelf.of(self.period):
            if entry.whole:
                found.setdefault(entry.whole, {})[entry.language] = entry
        branches = (self._report(Branch(self._whole_name(each)), each) for each in found.values())
        return tuple(sorted(branches, key=lambda each: name_key(each.name, self.language)))

    def units(self) -> tuple[Branch, ...]:
        """Return every unit that has a report, or has units below it that do."""
        return self._grown(ALL_ACTIVITIES, self._top)

    def activities(self) -> tuple[Branch, ...]:
        """Return each activity with the reports about it, of the whole and of its parts."""
        found = {activity for _, activity in self._entries} - {ALL_ACTIVITIES}
        known = [code for code in self._activity_names if code in found]
        return tuple(
            Branch(
                name=self.activity_name(code),
                inside=self._grown(code, self._top),
            )
            for code in (*known, *sorted(found - set(known)))
        )

    def gone(self) -> Sequence[str]:
        """Return the codes of units with reports that the period does not have any more."""
        here = {node.unit.code for node in _all_nodes(self._top)}
        return sorted({unit for unit, _ in self._entries} - here)

    def name_of(self, entry: Entry) -> str:
        """Return what a report is about: its unit, and its activity where it is not all.

        One about the whole scorecard has the title of its edition where that is in the reader's
        language.
        """
        if entry.whole:
            own = entry.edition.title if entry.language == self.language and entry.edition else ""
            return own or self.words.whole_name(entry.whole)
        unit = self._unit_names.get(entry.org_unit, entry.org_unit)
        if entry.activity == ALL_ACTIVITIES:
            return unit
        return f"{unit} – {self.activity_name(entry.activity)}"

    def activity_name(self, code: str) -> str:
        """Return the name of an activity."""
        return self._activity_names.get(code, code)

    # ------------------------------------------------------------------------------ the branches

    def _whole_name(self, entries: Mapping[str, Entry]) -> str:
        return self.name_of(entries.get(self.language) or next(iter(entries.values())))

    def _grown(self, activity: str, nodes: Iterable[Node]) -> tuple[Branch, ...]:
        branches = (self._branch(activity, node, depth=0) for node in nodes)
        return tuple(branch for branch in branches if branch is not None)

    def _branch(self, activity: str, node: Node, depth: int) -> Branch | None:
        below = (self._branch(activity, each, depth + 1) for each in node.below)
        inside = tuple(branch for branch in below if branch is not None)
        entries = self._entries.get((node.unit.code, activity), {})
        if not inside and not entries:
            return None
        name = node.unit.name.of(self.language)
        summary = self._summary(name, inside) if depth else ""
        says = "" if activity == ALL_ACTIVITIES else f"{self.activity_name(activity)}: {name}"
        report = self._report(Branch(name, says=says), entries)
        return replace(report, inside=inside, summary=summary)

    def _summary(self, name: str, inside: tuple[Branch, ...]) -> str:
        count = sum(1 for _ in _all_branches(inside))
        words = self.words.one_unit_below if count == 1 else self.words.units_below
        return words.format(unit=name, count=count)

    def _report(self, branch: Branch, entries: Mapping[str, Entry]) -> Branch:
        """Return a branch with what is there of its report: in its language, or else another."""
        own = entries.get(self.language)
        others = [entries[each] for each in self.shelf.languages if each in entries]
        entry = own or next(iter(others), None)
        if entry is None:
            return branch
        files = _files_of(entry, branch.says or branch.name)
        if entry.status == "failed":
            return self._failed(replace(branch, files=files), entry)
        remark = "" if entry is own else self._only_in(entry.language)
        pages = [file.path for file in files if file.text == PAGE.upper()]
        return replace(
            branch,
            page=pages[0] if pages else "",
            files=tuple(file for file in files if file.path not in pages),
            counts=self.shelf.counts_of(entry),
            remark=remark,
        )

    def _failed(self, branch: Branch, entry: Entry) -> Branch:
        """Return a branch that leads to what happened; an earlier edition is out of date."""
        edition = entry.edition
        remark = stale_remark(edition, self.language) if edition else self.words.failed_short
        if entry.page is None:
            return replace(branch, remark=remark)
        says = f"{branch.says or branch.name} – {self.words.failed_short}"
        return replace(branch, page=entry.page.path, says=says, remark=remark)

    def _only_in(self, language: str) -> str:
        name = self.words.languages.get(language, language)
        return self.words.in_language.format(language=name)

    # -------------------------------------------------------------------------------- what it has

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], Mapping[str, Entry]]:
        found: dict[tuple[str, str], dict[str, Entry]] = {}
        for entry in self.shelf.of(self.period):
            if not entry.whole:
                found.setdefault((entry.org_unit, entry.activity), {})[entry.language] = entry
        return found

    @cached_property
    def _top(self) -> tuple[Node, ...]:
        period = self.shelf.parsed(self.period)
        units = self.shelf.scorecard.org_units
        return tree_of(units, period, self.language) if period else ()

    @cached_property
    def _unit_names(self) -> Mapping[str, str]:
        units = self.shelf.scorecard.org_units
        return {unit.code: unit.name.of(self.language) for unit in units}

    @cached_property
    def _activity_names(self) -> Mapping[str, str]:
        activities = self.shelf.scorecard.activities
        return {each.code: each.name.of(self.language) for each in activities}


def _files_of(entry: Entry, name: str) -> tuple[Link, ...]:
    files = entry.edition.files if entry.edition else ()
    return tuple(
        Link(file.format.upper(), file.path, says=f"{file.format.upper()}, {name}")
        for file in files
    )


def _all_nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all_nodes(node.below)


def _all_branches(branches: Iterable[Branch]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from _all_branches(branch.inside)
