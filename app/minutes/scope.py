"""Who reaches the minutes: secretariat and committee, nobody else; what a version must not become (art. 24; I19)."""

from app.accounts.hands import two_hands
from app.committee.guards import CHAIR
from app.database import Persona
from app.scope import Guard, Reach, Scope
from app.undertakings.scope import signed

S, C = (Persona.SECRETARIAT,), (Persona.COMMITTEE,)

CLEAR = (
    "NOT EXISTS (SELECT FROM award_barred() b JOIN meeting t ON t.cycle_id = b.year_id "
    "WHERE t.id = minutes_version.meeting_id)"
)
"""Art. 30: minutes name every candidate of the year, so they are closed to whoever is barred from one of them."""

SIGNED = (
    "EXISTS (SELECT FROM meeting t WHERE t.id = minutes_version.meeting_id "
    f"AND {signed('t.cycle_id')} AND NOT award_names_hidden(t.cycle_id))"
)
"""Art. 30: and so members do not read them while names are hidden."""

REACHES = (
    Reach(table="minutes_version", to=S, see=CLEAR, add="drawn_up_by = award_user()"),
    Reach(table="minutes_version", to=C, see=f"{CLEAR} AND {SIGNED}",
          change=("approved_by", "approved_at", "sha256")),
)  # fmt: skip

WHOLE = """
IF EXISTS (SELECT FROM award_barred() b JOIN meeting t ON t.cycle_id = b.year_id WHERE t.id = NEW.meeting_id)
THEN PERFORM award_refuse('i30_list_must_be_whole'); END IF;
IF (jsonb_array_length(NEW.content->'ballots'), jsonb_array_length(NEW.content->'motions'),
    jsonb_array_length(NEW.content->'moves')) IS DISTINCT FROM
    ((SELECT count(*)::int FROM ballot b WHERE b.meeting_id = NEW.meeting_id),
    (SELECT count(*)::int FROM motion m WHERE m.meeting_id = NEW.meeting_id),
    (SELECT count(*)::int FROM attendance_move v WHERE v.meeting_id = NEW.meeting_id))
THEN PERFORM award_refuse('i19_minutes_whole'); END IF;
"""
"""Arts. 24, 30: minutes leave nothing out, so nobody draws them up who is barred from a case of the year."""

GUARDS = (
    Guard(
        name="i19_minutes_stand", table="minutes_version", when="BEFORE INSERT OR UPDATE OR DELETE",
        body=f"""IF TG_OP = 'DELETE' THEN PERFORM award_refuse('i19_minutes_stand'); END IF;
        PERFORM 1 FROM meeting t WHERE t.id = NEW.meeting_id AND t.status = 'closed' FOR UPDATE;
        IF NOT FOUND OR EXISTS (SELECT FROM minutes_version v WHERE v.meeting_id = NEW.meeting_id
            AND v.number > NEW.number) THEN PERFORM award_refuse('i19_minutes_stand'); END IF;
        IF TG_OP = 'INSERT' THEN {WHOLE} RETURN NEW; END IF;
        IF OLD.approved_at IS NOT NULL OR (OLD.meeting_id, OLD.number, OLD.content, OLD.text, OLD.drawn_up_by,
            OLD.drawn_up_at, OLD.correction, OLD.reason) IS DISTINCT FROM (NEW.meeting_id, NEW.number, NEW.content,
            NEW.text, NEW.drawn_up_by, NEW.drawn_up_at, NEW.correction, NEW.reason)
        THEN PERFORM award_refuse('i19_minutes_stand'); END IF;
        IF NOT {CHAIR} OR NEW.approved_by IS DISTINCT FROM award_user()
        THEN PERFORM award_refuse('i19_chair_presides'); END IF;
        IF NEW.sha256 IS DISTINCT FROM sha256(convert_to(NEW.text, 'UTF8'))
        THEN PERFORM award_refuse('i19_minutes_hash'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
    ),
    two_hands("minutes_version", "approved_by", "NEW.approved_by", "NEW.drawn_up_by"),
)  # fmt: skip

SCOPE = Scope(reaches=REACHES, guards=GUARDS)
