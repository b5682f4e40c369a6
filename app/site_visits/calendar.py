"""The days of a visit as a calendar file, for whoever sees the visit (RFC 5545)."""

from datetime import datetime

from icalendar import Calendar, Event, Timezone

from app.clock import SHANGHAI
from app.site_visits.visit_models import SitePlan, SiteVisit
from app.site_visits.visit_schemas import DayView, VisitPlanView


def calendar_of(visit: SiteVisit, plan: SitePlan, now: datetime) -> bytes:
    """Write the days of the plan that holds as text/calendar in Asia/Shanghai, each with its part of the agenda."""
    whole = Calendar()
    whole.add("prodid", "-//Mayor's Quality Award//Site visits//ZH")
    whole.add("version", "2.0")
    whole.add_component(Timezone.from_tzinfo(SHANGHAI, "Asia/Shanghai"))
    view = VisitPlanView.model_validate(plan)
    for place, day in enumerate(view.days, 1):
        event = _event(view, day, now)
        event.add("uid", f"site-visit-{visit.id}-{place}")
        event.add("sequence", plan.number - 1)
        whole.add_component(event)
    return whole.to_ical()


def _event(plan: VisitPlanView, day: DayView, now: datetime) -> Event:
    event = Event()
    event.add("dtstamp", now)
    event.add("dtstart", day.starts_at.astimezone(SHANGHAI))
    event.add("dtend", day.ends_at.astimezone(SHANGHAI))
    event.add("summary", "现场评审")
    items = [item for item in plan.agenda if day.starts_at <= item.starts_at < day.ends_at]
    lines = [f"{item.starts_at.astimezone(SHANGHAI):%H:%M} {item.topic}" for item in items]
    event.add("description", "\n".join(lines))
    event.add("location", plan.place)
    return event
