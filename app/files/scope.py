"""Who reaches the keys of files: whoever reaches the file; and how much an owner keeps, counted for whoever uploads."""

from app.database import Persona
from app.scope import Reach, Scope

P = Persona
READERS = (P.ANONYMOUS, P.APPLICANT, P.RECOMMENDER, P.EXPERT, P.SECRETARIAT, P.COMMITTEE, P.PUBLIC)
SENDERS = (P.ANONYMOUS, P.APPLICANT, P.RECOMMENDER, P.SECRETARIAT)
STORED = (
    "CREATE OR REPLACE FUNCTION award_stored(owner uuid) RETURNS TABLE(files bigint, bytes bigint) LANGUAGE sql STABLE "
    "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ SELECT count(*), "
    "coalesce(sum(f.size), 0)::bigint FROM stored_file f WHERE f.owner_id = owner AND f.erased_at IS NULL $$"
)
"""Row security hides from the one who uploads what others have stored for the same owner."""

SCOPE = Scope(
    functions=(STORED,),
    reaches=(
        Reach(table="file_key", to=READERS, see="id IN (SELECT f.key_id FROM stored_file f)"),
        Reach(table="file_key", to=SENDERS, add="octet_length(wrapped) > 0"),
        # What a scanner has found belongs to nobody but itself; only that it is there may be seen.
        Reach(table="stored_file", to=(P.ANONYMOUS,),
              add="quarantined_at IS NOT NULL AND owner_id = id AND stored_by IS NULL"),
        Reach(table="stored_file", to=(P.SECRETARIAT,), see="quarantined_at IS NOT NULL AND owner_id = id"),
    ),
)  # fmt: skip
