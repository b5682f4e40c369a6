"""The defences as a calendar file, for whoever sees their hours (RFC 5545)."""

from collections.abc import Sequence
from datetime import datetime

from icalendar import Calendar, Event, Timezone

from app.clock import SHANGHAI
from app.defences.reading import Hearing


def calendar_of(title: str, hearings: Sequence[Hearing], now: datetime) -> bytes:
    """Write the hours that are set as text/calendar in Asia/Shanghai; slots without an hour are left out."""
    whole = Calendar()
    whole.add("prodid", "-//Mayor's Quality Award//Defences//ZH")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", title)
    whole.add_component(Timezone.from_tzinfo(SHANGHAI, "Asia/Shanghai"))
    for hearing in hearings:
        if hearing.slot.starts_at is not None and hearing.slot.ends_at is not None:
            whole.add_component(_event(title, hearing, hearing.slot.starts_at, hearing.slot.ends_at, now))
    return whole.to_ical()


def _event(title: str, hearing: Hearing, starts_at: datetime, ends_at: datetime, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"defence-{hearing.slot.application_id}")
    event.add("dtstamp", now)
    event.add("dtstart", starts_at.astimezone(SHANGHAI))
    event.add("dtend", ends_at.astimezone(SHANGHAI))
    event.add("summary", f"演讲答辩（第 {hearing.slot.place} 位）：{hearing.organization_name}")
    event.add("description", title if hearing.panel_name is None else f"{title} · {hearing.panel_name}")
    event.add("location", hearing.slot.room or "")
    return event
