"""The declaration form of a year as data, for a front end to draw: /v1/cycles/{id}/form (arts. 10-13, 18, 19)."""

from app.accounts.doorway import Transaction
from app.applications.asking import conditions_of, items_of
from app.applications.form_views import FormView, form_view
from app.cycles.pins import pinned_of
from app.cycles.reading import SeenCycle
from app.regulation.vocabulary import Role
from app.sections import Section

section = Section("/v1/cycles", tag="申报表", about="年度申报表的字段、说明与限制，对外公开")


@section.read("/{cycle_id}/form", summary="查看年度申报表", roles=frozenset(Role))
async def show_application_form(cycle: SeenCycle, session: Transaction) -> FormView:
    """Sections and fields with label, article, limits, when they are required; items, guides, conditions, counting."""
    pinned = await pinned_of(session, cycle.id)
    return form_view(cycle, await items_of(session, cycle), await conditions_of(session, cycle), pinned)
