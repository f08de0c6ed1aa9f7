"""What is planted: the truths that a method should find, and those it should keep quiet about."""

from __future__ import annotations

from datetime import date

__all__ = [
    "ABSENCE_TO_DEVIATION",
    "ACCOUNTS_BY_UNIT_FROM",
    "AREA_TO_RECEPTION",
    "AREA_TO_SHORT_ABSENCE",
    "CLASSES_OF_DEFICIT",
    "DEFICIT_IN_CLASSES",
    "DEFICIT_OF_YEAR",
    "DEFINITION_FROM",
    "DELIVERED_AS_MISSING",
    "DETERIORATES",
    "DETERIORATES_ASKED_FOR",
    "DEVIATION_MEMORY",
    "FEW_ANSWERS",
    "FORECASTS_MOVE",
    "FORECAST_DAYS",
    "HOURLY_TO_FACES",
    "INQUIRIES_TO_COMPLAINTS",
    "MERGED",
    "MERGED_FROM",
    "NOT_DELIVERED",
    "OLD_DEFINITION_LOWER_BY",
    "PUPIL_ABSENCE_TO_GRADES",
    "REVISED",
    "STAFF_TO_USERS",
    "SURVEY_RESULT",
    "TURNOVER_TO_RECEPTION",
]

# ---- Links --------------------------------------------------------------------------------------
TURNOVER_TO_RECEPTION = -1.8  # M04 to K04, points for a usual swing, two quarters later (L1)
HOURLY_TO_FACES = 0.5  # U06 to V05, people for each point, in the same quarter (L2)
AREA_TO_SHORT_ABSENCE = 0.11  # what a shock in an area does to M03 …
AREA_TO_RECEPTION = -0.8  # … and to K04 in the same quarter: no link between the two (L3)
ABSENCE_TO_DEVIATION = -0.8  # M02 to U01, points for each point, one quarter later (L4)
STAFF_TO_USERS = 0.35  # M01 to K01, K02 and K03, points for each point, a year later (L6)
PUPIL_ABSENCE_TO_GRADES = -2.0  # V04 to V03 between districts, nothing within them (L8)
INQUIRIES_TO_COMPLAINTS = -0.006  # V07 to K06, weak, one quarter later (L9)
DEVIATION_MEMORY = 0.5  # U01 remembers half of its last quarter's surprise

# ---- Events -------------------------------------------------------------------------------------
DETERIORATES = ("torslanda", 97.0, 84.0, 8)  # V02, from, to, over so many last quarters
DETERIORATES_ASKED_FOR = 100  # so many families ask that the share falls by whole points
REVISED = {("lundby", "2003-Q2"): (8.1, 8.6)}  # M02, as recorded first and then
NOT_DELIVERED = {("backa", "2003-Q4")}  # V05: nothing came
DELIVERED_AS_MISSING = {("biskopsgarden", "2003-Q3")}  # V08: said to be missing
FEW_ANSWERS = {("ma-f01", 2003): 6, ("ma-f02", 2003): 11}  # M01: one below the base, and its sister
SURVEY_RESULT = {("k01", "askim", 2003): (71.0, 97)}  # index and answers: 71 ± 4 holds 73
MERGED = ("kortedala", "aldreomsorg", (1, 4))  # two home-care groups, by their numbers
MERGED_FROM = 10  # the quarter 2002-Q3
DEFINITION_FROM = 4  # M05: from the half-year 2002-H1 full-time equivalents, before it persons
OLD_DEFINITION_LOWER_BY = 6.0  # points
ACCOUNTS_BY_UNIT_FROM = 8  # U01 and U06: from 2002-Q1 by result unit, before it by district

# ---- Money, in kronor; plus = surplus -----------------------------------------------------------
DEFICIT_OF_YEAR = {  # U01
    ("harlanda", 2003): -7_900_000,
    ("gunnared", 2003): -4_600_000,
    ("styrso", 2003): -400_000,
}
DEFICIT_IN_CLASSES = "harlanda"
CLASSES_OF_DEFICIT = {  # how its deficit falls on the account classes
    "intakt": -0.05,
    "personal": 0.71,
    "lokal": -0.02,
    "kopt": 0.37,
}
FORECAST_DAYS = ((4, 10), (9, 10), (11, 10))
FORECASTS_MOVE = {  # of the year's deviation, as forecast on a day
    ("gunnared", date(2003, 4, 10)): 2_000_000,
    ("gunnared", date(2003, 9, 10)): -1_500_000,
    ("gunnared", date(2003, 11, 10)): -4_200_000,
}
