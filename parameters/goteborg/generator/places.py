"""The 21 districts of 2003, the six areas they lie in, and what the city does in each of them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ACTIVITIES",
    "AREAS",
    "CELLS",
    "CITY",
    "DISTRICTS",
    "RESIDENTS",
    "Cell",
    "District",
    "cell_residents",
]

CITY = "goteborg"
Cell = tuple[str, str]  # district, activity


@dataclass(frozen=True)
class District:
    """What the sources call a district, and its size, from which all other sizes follow."""

    name: str
    letters: str  # with which the codes of its units begin
    number: str  # in the personnel system
    residents: float  # thousands
    area: str


DISTRICTS = {
    "askim": District("Askim", "as", "001", 21, "soder"),
    "backa": District("Backa", "ba", "002", 22, "hisingen"),
    "bergsjon": District("Bergsjön", "be", "003", 14, "nordost"),
    "biskopsgarden": District("Biskopsgården", "bi", "004", 24, "hisingen"),
    "centrum": District("Centrum", "ce", "005", 52, "centrala"),
    "frolunda": District("Frölunda", "fr", "006", 14, "soder"),
    "gunnared": District("Gunnared", "gu", "007", 21, "nordost"),
    "harlanda": District("Härlanda", "ha", "008", 21, "oster"),
    "hogsbo": District("Högsbo", "ho", "009", 17, "soder"),
    "karra-rodbo": District("Kärra-Rödbo", "ka", "010", 11, "hisingen"),
    "kortedala": District("Kortedala", "ko", "011", 26, "nordost"),
    "larjedalen": District("Lärjedalen", "la", "012", 23, "nordost"),
    "linnestaden": District("Linnéstaden", "li", "013", 31, "centrala"),
    "lundby": District("Lundby", "lu", "014", 34, "hisingen"),
    "majorna": District("Majorna", "ma", "015", 30, "centrala"),
    "styrso": District("Styrsö", "st", "016", 4.5, "vaster"),
    "torslanda": District("Torslanda", "to", "017", 18, "hisingen"),
    "tuve-save": District("Tuve-Säve", "tu", "018", 11, "hisingen"),
    "tynnered": District("Tynnered", "ty", "019", 28, "vaster"),
    "alvsborg": District("Älvsborg", "al", "020", 19, "vaster"),
    "orgryte": District("Örgryte", "or", "021", 33, "oster"),
}
RESIDENTS = {code: district.residents for code, district in DISTRICTS.items()}
AREAS = {code: district.area for code, district in DISTRICTS.items()}

# What the sources call the activities.
ACTIVITIES = {
    "forskola": "Förskola",
    "grundskola": "Grundskola",
    "aldreomsorg": "Äldreomsorg",
    "ifo": "IFO",
    "kultur_fritid": "Kultur och fritid",
    "stod": "Stöd",
}
CELLS: tuple[Cell, ...] = tuple((code, activity) for code in DISTRICTS for activity in ACTIVITIES)


def cell_residents(per_thousand: dict[str, float]) -> dict[Cell, float]:
    """Return the size of each cell of district and activity, from sizes for each thousand."""
    return {
        (code, activity): RESIDENTS[code] * per_thousand[activity]
        for code, activity in CELLS
        if activity in per_thousand
    }
