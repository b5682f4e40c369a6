"""Panels (arts. 5, 8, 20, 30)."""

from app.regulation.act import Act
from app.regulation.steps import Step
from app.regulation.table.moves import NONE, NOTHING, C, E, S, carry, stay, to
from app.regulation.vocabulary import Status, Subject


def steps() -> dict[Act, Step]:
    """Give the rows of this chapter."""
    on, forming, active = Subject, Status.FORMING, Status.ACTIVE
    announced, drawn, applied = Status.ANNOUNCED, Status.DRAWN, Status.APPLIED
    exclusions = carry(on.SHEET, (Status.DRAFT, Status.EXCLUDED), (Status.SUBMITTED, Status.EXCLUDED))
    return {
        Act.SIGN_UNDERTAKING: Step(on.USER, E | S | C, None, NOTHING, "第三十条"),
        Act.PROPOSE_PANEL_PLAN: Step(on.PANEL_PLAN, S, None, ((NONE, announced),), "第二十条"),
        Act.DRAW_PANEL_PLAN: Step(
            on.PANEL_PLAN, S, None, ((announced, drawn), (announced, Status.IMPOSSIBLE)), "第二十条"
        ),
        Act.APPLY_PANEL_PLAN: Step(
            on.PANEL_PLAN, S, None, ((drawn, applied),), "第二十条", carry(on.PANEL, (NONE, forming))
        ),
        Act.REVERT_PANEL_PLAN: Step(
            on.PANEL_PLAN,
            S,
            None,
            to(Status.WITHDRAWN, announced, drawn, applied),
            "第二十条",
            carry(on.PANEL, (forming, Status.WITHDRAWN)),
        ),
        Act.FORM_PANEL: Step(on.PANEL, S, None, ((NONE, forming),), "第二十条"),
        Act.SEAT_EXPERT: Step(on.PANEL, S, None, stay(forming), "第二十条"),
        Act.ASSIGN_APPLICATION: Step(on.PANEL, S, None, stay(forming), "第八条（四）"),
        Act.ACTIVATE_PANEL: Step(on.PANEL, S, None, ((forming, active),), "第二十条"),
        Act.DECLARE_RELATION: Step(on.PANEL, E, None, stay(active), "第三十条", exclusions),
        Act.RECUSE_EXPERT: Step(on.PANEL, S, None, stay(active), "第三十条", exclusions),
        Act.REPLACE_EXPERT: Step(on.PANEL, S, None, stay(active), "第二十条", exclusions),
        Act.HAND_OVER_LEAD: Step(on.PANEL, S, None, stay(active), "第二十条"),
    }
