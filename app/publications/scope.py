"""Who reaches the notice: everybody what is published; what a notice and an objection to it keep (arts. 25-26)."""

from app.database import Persona
from app.record import legal_moves, one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
READERS = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.COMMITTEE)
OF_A_NOTICE_SEEN = "notice_id IN (SELECT n.id FROM notice n)"

OBJECTED = ("notice_id", "application_id", "channel", "received_on", "is_real_name", "name", "text",
            "evidence", "is_unit", "registered_at", "registered_by", "receipt_number", "reply_due_on",
            "progress_digest")  # fmt: skip
ERASED = "OLD.ruled_at IS NOT NULL AND NEW.contact = '（已抹除）'"
"""How an objector was reached may go after the ruling, when its time is over (个人信息保护法 art. 47)."""
RULED = ("status", "admissibility", "ruling", "reply", "ruled_at", "ruled_by", "investigator_id", "referred_at")
FIXED = ("cycle_id", "award_year", "number", "decision_id", "list_id", "list_sha256", "ranking_sha256", "title", "text",
         "posted_by", "posted_at", "checkpoint", "follows_id", "following")  # fmt: skip
STARTED = ("url", "published_at", "snapshot_sha256", "last_day", "ends_at", "working")


def _changed(columns: tuple[str, ...]) -> str:
    new, old = (", ".join(f"{side}.{column}" for column in columns) for side in ("NEW", "OLD"))
    return f"({new}) IS DISTINCT FROM ({old})"


SHORTEST = """SELECT (NEW.published_at AT TIME ZONE 'Asia/Shanghai')::date
    + (e.parameters #>> '{notice,days}')::int - 1
    + ((e.parameters #>> '{notice,starts_next_day}')::boolean)::int
    INTO least FROM cycle c JOIN edition e ON e.id = c.edition_id WHERE c.id = NEW.cycle_id;"""
"""The earliest last day under the edition: days off only ever make it later."""
SHORTER = """IF NEW.following = 'republication' THEN
        least := coalesce((SELECT least - greatest((e.parameters #>> '{notice,days}')::int - s.remaining_days, 0)
            FROM notice_suspension s, cycle c JOIN edition e ON e.id = c.edition_id
            WHERE s.notice_id = NEW.follows_id AND c.id = NEW.cycle_id
            AND e.parameters #>> '{notice,republication}' = 'remaining_days'), least);
    ELSIF NEW.following = 'correction'
        AND NOT EXISTS (SELECT FROM notice_entry e WHERE e.notice_id = NEW.id AND e.first_noticed_id = NEW.id) THEN
        least := coalesce((SELECT max(f.last_day) FROM notice_entry e JOIN notice f
            ON f.id = e.first_noticed_id WHERE e.notice_id = NEW.id), least);
    END IF;"""
"""What was left of a suspended notice, if the edition says so; the end of one whose contact line is put right."""

POSITION = (
    "(SELECT e.parameters #>> '{notice,position}' FROM cycle c JOIN edition e ON e.id = c.edition_id "
    "WHERE c.id = NEW.cycle_id)"
)
"""Where the edition of the year places the public notice (T3)."""


def _broken_off(name: str) -> str:
    """Whether the days of notice `f` were broken off for a name: by the suspension of it, or of what carried it on."""
    return (
        "EXISTS (SELECT FROM notice_entry b JOIN notice x ON x.id = b.notice_id WHERE b.first_noticed_id = f.id "
        f"AND b.application_id = {name} AND x.suspended_at < f.ends_at)"
    )


NOT_AGAIN = (
    Guard(
        # What has not ended can be suspended, and what was suspended never counts as having run in full.
        name="i14_suspended_while_it_runs", table="notice_suspension", when="BEFORE INSERT OR UPDATE OR DELETE",
        declare="notice notice%ROWTYPE;",
        body="""IF TG_OP <> 'INSERT' THEN PERFORM award_refuse('i14_suspended_while_it_runs'); END IF;
        SELECT * INTO notice FROM notice n WHERE n.id = NEW.notice_id FOR UPDATE;
        IF notice.published_at IS NULL OR award_now() >= notice.ends_at
        THEN PERFORM award_refuse('i14_suspended_while_it_runs'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i14_suspended_for_a_reason", table="notice", when="AFTER UPDATE", deferred=True,
        body="""IF (NEW.suspended_at IS NOT NULL)
            <> EXISTS (SELECT FROM notice_suspension s WHERE s.notice_id = NEW.id)
            OR (OLD.suspended_at IS NOT NULL AND NEW.suspended_at IS DISTINCT FROM OLD.suspended_at)
        THEN PERFORM award_refuse('i14_suspended_for_a_reason'); END IF; RETURN NULL;""",
    ),
    Guard(
        # T14: a notice covers whom it named, under that name, and only if it ran without a break.
        name="i14_first_notice_carried_the_name", table="notice_entry", when="AFTER INSERT", deferred=True,
        body=f"""IF NEW.first_noticed_id <> NEW.notice_id AND NOT EXISTS (SELECT FROM notice_entry e
            JOIN notice f ON f.id = e.notice_id JOIN notice n ON n.id = NEW.notice_id
            WHERE e.notice_id = NEW.first_noticed_id AND e.application_id = NEW.application_id AND e.tier = NEW.tier
            AND e.organization_name = NEW.organization_name AND f.cycle_id = n.cycle_id AND f.number < n.number
            AND f.published_at IS NOT NULL AND NOT {_broken_off("NEW.application_id")}
            AND (f.list_id IS NULL) = (n.list_id IS NULL))
        THEN PERFORM award_refuse('i14_first_notice_carried_the_name'); END IF; RETURN NULL;""",
    ),
    Guard(
        # The row is locked, so that no suspension slips in between.
        name="i14_commended_on_a_notice_in_force", table="commendation", when="BEFORE INSERT",
        body="""PERFORM FROM notice n WHERE n.id = NEW.notice_id AND n.status = 'running' FOR SHARE;
        IF NOT FOUND THEN PERFORM award_refuse('i14_commended_on_a_notice_in_force'); END IF; RETURN NEW;""",
    ),
    Guard(
        name="i14_name_of_the_notice_in_force", table="award", when="AFTER INSERT", deferred=True,
        body=f"""IF NOT EXISTS (SELECT FROM commendation c JOIN notice_entry e ON e.notice_id = c.notice_id
            JOIN notice f ON f.id = e.first_noticed_id
            WHERE c.id = NEW.commendation_id AND e.application_id = NEW.application_id AND e.tier = NEW.tier
            AND f.id = NEW.notice_id AND NOT {_broken_off("NEW.application_id")})
        THEN PERFORM award_refuse('i14_name_of_the_notice_in_force'); END IF; RETURN NULL;""",
    ),
)  # fmt: skip

SCOPE = Scope(
    reaches=(
        Reach(table="notice", to=READERS, see="published_at IS NOT NULL"),
        Reach(table="notice", to=(P.SECRETARIAT,), see="true", add="posted_by = award_user() AND status = 'posted'",
              change=(*STARTED, "suspended_at", *MOVED)),
        Reach(table="notice_suspension", to=(P.SECRETARIAT,), see="true", add="suspended_by = award_user()"),
        Reach(table="notice_entry", to=READERS, see=OF_A_NOTICE_SEEN),
        Reach(table="notice_entry", to=(P.SECRETARIAT,), see="true", add="true"),
    ),
    guards=(
        *NOT_AGAIN,
        one_leaf("notice"),
        one_leaf("objection"),
        legal_moves("notice", "NEW.cycle_id"),
        legal_moves("objection", "(SELECT n.cycle_id FROM notice n WHERE n.id = NEW.notice_id)"),
        Guard(
            name="i14_notice_text_is_fixed", table="notice", when="BEFORE UPDATE OR DELETE",
            body=f"""IF TG_OP = 'DELETE' THEN PERFORM award_refuse('i14_notice_text_is_fixed'); END IF;
            IF {_changed(FIXED)} OR (OLD.published_at IS NOT NULL AND {_changed(STARTED)})
            THEN PERFORM award_refuse('i14_notice_text_is_fixed'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i14_notice_runs_in_full", table="notice", when="BEFORE INSERT OR UPDATE OF published_at, last_day",
            declare="least date;",
            body=f"""IF NEW.published_at IS NULL THEN RETURN NEW; END IF; {SHORTEST} {SHORTER}
            IF NEW.last_day < least OR NEW.published_at > award_now() OR NEW.published_at < NEW.posted_at
            THEN PERFORM award_refuse('i14_notice_runs_in_full'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i14_notice_names_are_fixed", table="notice_entry", when="BEFORE INSERT OR UPDATE OR DELETE",
            body="""IF TG_OP <> 'INSERT' OR EXISTS (SELECT FROM notice n JOIN record_leaf l ON l.id = n.leaf_id
                WHERE n.id = NEW.notice_id AND l.txid <> pg_current_xact_id()::text::bigint)
            THEN PERFORM award_refuse('i14_notice_names_are_fixed'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i26_names_of_the_decision", table="notice_entry", when="AFTER INSERT", deferred=True,
            body="""IF NOT EXISTS (SELECT FROM notice n JOIN decision_entry d ON d.decision_id = n.decision_id
                WHERE n.id = NEW.notice_id AND n.cycle_id = NEW.cycle_id AND d.application_id = NEW.application_id
                AND d.tier = NEW.tier AND d.is_approved)
            AND NOT EXISTS (SELECT FROM notice n JOIN proposed_entry p ON p.list_id = n.list_id
                WHERE n.id = NEW.notice_id AND n.cycle_id = NEW.cycle_id AND p.application_id = NEW.application_id
                AND p.tier = NEW.tier)
            THEN PERFORM award_refuse('i26_names_of_the_decision'); END IF; RETURN NULL;""",
        ),
        Guard(
            # The application's row is locked, so that no award can be granted between the check and the objection.
            name="i15_objection_in_time", table="objection", when="BEFORE INSERT", declare="notice notice%ROWTYPE;",
            body="""PERFORM FROM application a WHERE a.id = NEW.application_id FOR UPDATE;
            SELECT * INTO notice FROM notice n WHERE n.id = NEW.notice_id;
            IF notice.published_at IS NULL
                OR (NEW.received_on > notice.last_day AND notice.status <> 'interrupted')
                OR NEW.received_on > (award_now() AT TIME ZONE 'Asia/Shanghai')::date
                OR NEW.received_on < (notice.published_at AT TIME ZONE 'Asia/Shanghai')::date
                OR (NEW.registered_by IS NULL AND award_now() >= notice.ends_at AND notice.status <> 'interrupted')
            THEN PERFORM award_refuse('i15_objection_in_time'); END IF; RETURN NEW;""",
        ),
        Guard(
            # Whoever is proposed or approved is decided, commended, disqualified, or has fallen by an objection first.
            name="i26_nobody_is_left_waiting", table="cycle", when="BEFORE UPDATE OF status",
            body="""IF NEW.status = 'closed' AND OLD.status <> 'closed' AND EXISTS (SELECT FROM application a
                WHERE a.cycle_id = NEW.id AND (a.status = 'proposed' OR (a.status IN ('approved_in_notice', 'approved')
                AND NOT EXISTS (SELECT FROM objection o WHERE o.application_id = a.id AND o.status = 'upheld'))))
            THEN PERFORM award_refuse('i26_nobody_is_left_waiting'); END IF; RETURN NEW;""",
        ),
        Guard(
            # Whoever has fallen by an objection comes on no list any more.
            name="i15_upheld_is_not_proposed", table="proposed_entry", when="BEFORE INSERT",
            body="""IF EXISTS (SELECT FROM objection o WHERE o.application_id = NEW.application_id
                AND o.status = 'upheld')
            THEN PERFORM award_refuse('i15_upheld_is_not_proposed'); END IF; RETURN NEW;""",
        ),
        Guard(
            # The applications are locked, so that an objection either comes before and counts, or comes after.
            name="i26_noticed_before_submission", table="government_submission", when="BEFORE INSERT",
            body=f"""IF {POSITION} = 'after_approval' THEN RETURN NEW; END IF;
            PERFORM FROM application a WHERE a.id IN
                (SELECT p.application_id FROM proposed_entry p WHERE p.list_id = NEW.list_id)
                ORDER BY a.id FOR SHARE;
            IF EXISTS (SELECT FROM proposed_entry p WHERE p.list_id = NEW.list_id AND NOT EXISTS
                (SELECT FROM notice n JOIN notice_entry e ON e.notice_id = n.id
                JOIN notice f ON f.id = e.first_noticed_id
                WHERE n.list_id = NEW.list_id AND n.status = 'running' AND e.application_id = p.application_id
                AND e.tier = p.tier AND f.list_id IS NOT NULL AND NOT {_broken_off("p.application_id")}
                AND f.ends_at <= award_now()))
            THEN PERFORM award_refuse('i26_noticed_before_submission'); END IF;
            IF EXISTS (SELECT FROM proposed_entry p JOIN objection o ON o.application_id = p.application_id
                WHERE p.list_id = NEW.list_id AND o.status IN ('received', 'investigating', 'upheld'))
            THEN PERFORM award_refuse('i15_objection_blocks'); END IF; RETURN NEW;""",  # noqa: S608 - our own constants only.
        ),
        Guard(
            # T3: a list is published where the edition places its notice.
            name="i26_kind_of_notice", table="notice", when="BEFORE INSERT",
            body=f"""IF (NEW.list_id IS NULL AND {POSITION} = 'before_approval')
                OR (NEW.list_id IS NOT NULL AND {POSITION} = 'after_approval')
            THEN PERFORM award_refuse('i26_kind_of_notice'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i15_ruling_is_fixed", table="objection", when="BEFORE UPDATE OR DELETE",
            body=f"""IF TG_OP = 'DELETE' THEN PERFORM award_refuse('i15_ruling_is_fixed'); END IF;
            IF {_changed(OBJECTED)} OR (NEW.contact <> OLD.contact AND NOT ({ERASED}))
                OR (OLD.ruled_at IS NOT NULL AND {_changed(RULED)})
            THEN PERFORM award_refuse('i15_ruling_is_fixed'); END IF; RETURN NEW;""",
        ),
    ),
)  # fmt: skip
