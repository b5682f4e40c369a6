"""The calendar of working days as JSON, coming in and going out."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.http import Body, Instant, Text, View
from app.open_acts import OpenAct
from app.paging import Page

Day = Annotated[date, Field(ge=date(1949, 10, 1), lt=date(2200, 1, 1))]
Source = Annotated[str, Text(300), Field(examples=["国务院办公厅关于2027年部分节假日安排的通知（演练）"])]


class MovedDay(Body):
    """A day that is not what its weekday says."""

    day: Day = Field(examples=["2027-01-01"])
    note: Annotated[str, Text(50)] = Field(examples=["元旦"])


class NewCalendar(Body):
    """The working days of a year as the State Council's notice moves them."""

    year: Annotated[int, Field(ge=1950, le=2199, examples=[2027])]
    source: Source
    off: Annotated[list[MovedDay], Field(max_length=60)] = []
    """Weekdays that are holidays."""
    on: Annotated[list[MovedDay], Field(max_length=60)] = []
    """Days of a weekend that are worked to make up."""


class CalendarChange(Body):
    """A change of a year that is known: days moved, and days put back to what their weekday says."""

    source: Source
    off: Annotated[list[MovedDay], Field(max_length=60)] = []
    on: Annotated[list[MovedDay], Field(max_length=60)] = []
    regular: Annotated[list[Day], Field(max_length=60, examples=[["2027-01-02"]])] = []


class CalendarDayView(View):
    """A day that is moved."""

    day: date
    is_worked: bool
    note: str


class CalendarSummary(View):
    """A known year."""

    year: int
    source: str
    entered_at: Instant


class CalendarPage(Page[CalendarSummary]):
    """The years that are known, the newest first."""


class CalendarView(CalendarSummary):
    """A known year with the days that it moves; every other day is what its weekday says."""

    days: list[CalendarDayView]
    version: int
    acts: list[OpenAct]
