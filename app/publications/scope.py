"""Who reaches the notice: everybody what is published; objections only the secretariat (arts. 25-26, 30)."""

from app.database import Persona
from app.record import one_leaf
from app.scope import Guard, Reach, Scope

P = Persona
MOVED = ("status", "version", "leaf_id")
READERS = (P.PUBLIC, P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.COMMITTEE)
OF_A_NOTICE_SEEN = "notice_id IN (SELECT n.id FROM notice n)"

SCOPE = Scope(
    reaches=(
        Reach(table="notice", to=READERS, see="published_at IS NOT NULL"),
        Reach(table="notice", to=(P.SECRETARIAT,), see="true", add="posted_by = award_user()",
              change=("url", "published_at", "snapshot_sha256", "last_day", "ends_at", "working", *MOVED)),
        Reach(table="notice_entry", to=READERS, see=OF_A_NOTICE_SEEN),
        Reach(table="notice_entry", to=(P.SECRETARIAT,), see="true", add="true"),
        Reach(table="objection", to=(P.PUBLIC,), add="registered_by IS NULL AND channel = 'web'"),
        Reach(table="objection", to=(P.SECRETARIAT,), see="true", add="registered_by = award_user()",
              change=("admissibility", "ruling", "reply", "ruled_at", *MOVED)),
    ),
    guards=(
        one_leaf("notice"),
        one_leaf("objection"),
        Guard(
            name="i14_notice_text_is_fixed", table="notice", when="BEFORE UPDATE OR DELETE",
            body="""IF TG_OP = 'DELETE'
                OR (NEW.cycle_id, NEW.number, NEW.decision_id, NEW.list_sha256, NEW.title, NEW.text)
                IS DISTINCT FROM (OLD.cycle_id, OLD.number, OLD.decision_id, OLD.list_sha256, OLD.title, OLD.text)
                OR (OLD.published_at IS NOT NULL AND (NEW.published_at, NEW.url, NEW.ends_at, NEW.last_day)
                    IS DISTINCT FROM (OLD.published_at, OLD.url, OLD.ends_at, OLD.last_day))
                OR (OLD.published_at IS NULL AND NEW.published_at > award_now())
            THEN PERFORM award_refuse('i14_notice_text_is_fixed'); END IF; RETURN NEW;""",
        ),
        Guard(
            name="i14_notice_names_are_fixed", table="notice_entry", when="BEFORE INSERT OR UPDATE OR DELETE",
            body="""IF TG_OP <> 'INSERT'
                OR EXISTS (SELECT FROM notice n WHERE n.id = NEW.notice_id AND n.status <> 'posted')
            THEN PERFORM award_refuse('i14_notice_names_are_fixed'); END IF; RETURN NEW;""",
        ),
        Guard(
            # The application's row is locked, so that no award can be granted between the check and the objection.
            name="i15_objection_in_time", table="objection", when="BEFORE INSERT", declare="notice notice%ROWTYPE;",
            body="""PERFORM FROM application a WHERE a.id = NEW.application_id FOR UPDATE;
            SELECT * INTO notice FROM notice n WHERE n.id = NEW.notice_id;
            IF notice.published_at IS NULL OR NEW.received_on > notice.last_day
                OR NEW.received_on < (notice.published_at AT TIME ZONE 'Asia/Shanghai')::date
                OR (NEW.registered_by IS NULL AND award_now() >= notice.ends_at)
            THEN PERFORM award_refuse('i15_objection_in_time'); END IF; RETURN NEW;""",
        ),
    ),
)  # fmt: skip
