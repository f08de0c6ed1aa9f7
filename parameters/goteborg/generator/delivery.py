"""One delivered file: what it holds and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.places import ACTIVITIES
from generator.tables import Key, Table, aggregated

__all__ = ["Delivery"]


@dataclass(frozen=True)
class Delivery:
    """One file: what it holds and how it is written."""

    name: str
    table: Callable[[], Table]
    place: str  # the columns' names
    period: str
    recorded: str
    columns: Mapping[str, str]  # input → what the file calls it
    activity: str = ""  # the name of its column; none = the file does not say
    delimiter: str = ";"
    encoding: str = "utf-8"
    places: Mapping[str, str] = field(default_factory=dict)  # unit → what the file calls it
    periods: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, int] = field(default_factory=dict)  # of inputs kept in smaller parts
    comma: str = ","
    thousands: str = ""
    missing: str = ""
    sums: bool = True  # by district and activity, but in the full set by unit
    long: tuple[str, str] | None = None  # the columns of input and value in a long file

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.name}_pahittad.csv"

    def rows(self, *, full: bool) -> Iterator[list[str]]:
        """Yield header and rows."""
        table = self.table() if full or not self.sums else aggregated(self.table())
        about = [self.place, *([self.activity] if self.activity else []), self.period]
        heads = self.long or [self.columns[name] for name in table.columns]
        yield [*about, *heads, self.recorded]
        for key, figures in table.sorted_rows():
            cells = dict(zip(table.columns, figures, strict=True))
            if self.long:
                for name, figure in cells.items():
                    if figure is not None:
                        named = self.columns.get(name, name)
                        yield [*self._about(key), named, self._number(name, figure), _day(key)]
            else:
                shown = [self._number(name, figure) for name, figure in cells.items()]
                yield [*self._about(key), *shown, _day(key)]

    def _about(self, key: Key) -> list[str]:
        place = self.places.get(key.unit, key.unit)
        activity = [ACTIVITIES[key.activity]] if self.activity else []
        return [place, *activity, self.periods.get(key.period, key.period)]

    def _number(self, name: str, figure: int | None) -> str:
        if figure is None:
            return self.missing
        places = self.decimals.get(name, 0)
        whole, part = divmod(figure, 10**places)
        text = f"{whole:,}".replace(",", self.thousands)
        rest = f"{part:0{places}}".rstrip("0") if places else ""
        return f"{text}{self.comma}{rest}" if rest else text


def _day(key: Key) -> str:
    return key.recorded.isoformat()
