"""What the schema itself keeps of a meeting's notice, agenda and attendance: I19 (art. 24)."""

from app.scope import Guard

LOCKED = (
    "PERFORM 1 FROM meeting t WHERE t.id = NEW.meeting_id AND t.status = 'convened' FOR UPDATE; "
    "IF NOT FOUND THEN PERFORM award_refuse('i19_while_convened'); END IF;"
)
"""Locks the meeting, so that its closing and what belongs to it see each other."""
LAST_MOVE = (
    "SELECT v.kind = 'arrived' AND v.alternate_id IS NOT DISTINCT FROM NEW.alternate_id FROM attendance_move v "
    "WHERE v.meeting_id = NEW.meeting_id AND v.member_id = NEW.member_id ORDER BY v.number DESC LIMIT 1"
)

MEETING_GUARDS = (
    Guard(
        name="i19_convened_in_time", table="meeting", when="BEFORE INSERT",
        body="""IF NEW.convened_at IS NOT NULL AND NEW.urgency = '' AND NEW.held_on - award_today() <
            (SELECT (e.parameters #>> '{committee,convening_days}')::int FROM cycle c JOIN edition e
                ON e.id = c.edition_id WHERE c.id = NEW.cycle_id)
        THEN PERFORM award_refuse('i19_convened_in_time'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i19_meeting_stands", table="meeting", when="BEFORE UPDATE",
        body="""IF (NEW.cycle_id, NEW.number, NEW.held_on, NEW.place, NEW.agenda, NEW.hour, NEW.convened_at,
            NEW.convening_days, NEW.urgency, NEW.summoned) IS DISTINCT FROM (OLD.cycle_id, OLD.number, OLD.held_on,
            OLD.place, OLD.agenda, OLD.hour, OLD.convened_at, OLD.convening_days, OLD.urgency, OLD.summoned)
        THEN PERFORM award_refuse('i19_meeting_stands'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i19_agenda_stands", table="agenda_item", when="BEFORE INSERT OR UPDATE OR DELETE",
        body=f"""IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.withdrawn_at IS NOT NULL OR
            (NEW.id, NEW.meeting_id, NEW.number, NEW.kind, NEW.text, NEW.added_at) IS DISTINCT FROM
            (OLD.id, OLD.meeting_id, OLD.number, OLD.kind, OLD.text, OLD.added_at)))
        THEN PERFORM award_refuse('i19_agenda_stands'); END IF;
        {LOCKED}
        IF TG_OP = 'UPDATE' AND (EXISTS (SELECT FROM ballot b WHERE b.item_id = NEW.id)
            OR EXISTS (SELECT FROM motion m WHERE m.item_id = NEW.id))
        THEN PERFORM award_refuse('i19_item_in_use'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
    ),
    Guard(
        name="i19_agenda_amended", table="agenda_item", when="AFTER INSERT OR UPDATE", deferred=True,
        body="""IF NOT EXISTS (SELECT FROM meeting t WHERE t.id = NEW.meeting_id AND t.convened_at = NEW.added_at
                AND NEW.withdrawn_at IS NULL)
            AND NOT EXISTS (SELECT FROM agenda_amendment a WHERE a.item_id = NEW.id AND (a.kind, a.amended_at) =
                (CASE WHEN NEW.withdrawn_at IS NULL THEN 'added' ELSE 'withdrawn' END,
                coalesce(NEW.withdrawn_at, NEW.added_at)))
        THEN PERFORM award_refuse('i19_agenda_amended'); END IF; RETURN NULL;""",
    ),
    Guard(
        name="i19_attendance_in_meeting", table="attendance", when="BEFORE INSERT OR UPDATE",
        body=f"{LOCKED} RETURN NEW;",
    ),
    Guard(
        name="i19_attendance_moved", table="attendance", when="AFTER INSERT OR UPDATE", deferred=True,
        body=f"""IF EXISTS (SELECT FROM meeting t WHERE t.id = NEW.meeting_id AND t.convened_at IS NOT NULL)
            AND NEW.is_present IS DISTINCT FROM coalesce(({LAST_MOVE}), false)
        THEN PERFORM award_refuse('i19_attendance_moved'); END IF; RETURN NULL;""",  # noqa: S608 - our own constants only.
    ),
    *(
        Guard(
            name=f"i19_{table}_stands", table=table, when="BEFORE INSERT OR UPDATE OR DELETE",
            body=f"IF TG_OP <> 'INSERT' THEN PERFORM award_refuse('committee_paper_is_fixed'); END IF; "
            f"{LOCKED} RETURN NEW;",
        )
        for table in ("agenda_amendment", "attendance_move")
    ),
)  # fmt: skip
