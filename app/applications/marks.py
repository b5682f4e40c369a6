"""Marks of trade secrets on sections, items and files, with their reasons; listed in one place (art. 30)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.applications.form import Form
from app.applications.form_fields import fields_of
from app.applications.reading import Contents
from app.regulation.refusals import NotMet, Reason

MARKABLE = frozenset({
    "figures", "ranks", "certificates", "licences", "honours", "negative", "internal_notice", "profile", "extras",
})  # fmt: skip
"""Sections that may be secret; name, district and unit are published or known to the unit (arts. 9, 25)."""
SECTIONS = {field.name: field.asked for field in fields_of(Form)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One place that is a trade secret, with its name and the applicant's reason."""

    pointer: str
    label: str
    label_en: str
    reason: str


def marks_of(contents: Contents) -> tuple[Mark, ...]:
    """List what the applicant has marked: places of form and self-assessment, then files."""
    declared = contents.form.trade_secrets
    parts = declared.parts if declared and declared.has_secrets else ()
    return (
        *(_mark(part.place, part.part or "", part.reason or "") for part in parts if part.place),
        *(
            Mark(
                pointer=f"/evidence/{piece.id}", label=f"证明材料：{piece.title}", label_en=f"Evidence: {piece.title}",
                reason=piece.secret_reason,
            )
            for piece in contents.evidence
            if piece.is_secret
        ),
    )  # fmt: skip


def _mark(place: str, part: str, reason: str) -> Mark:
    kind, _, name = place.partition("/")
    asked = SECTIONS.get(name) if kind == "form" else None
    label, label_en = (asked.label, asked.label_en) if asked else (f"自我评价 {name}", f"Self-assessment {name}")
    return Mark(
        pointer=f"/{place}", label=f"{label}：{part}" if part else label, label_en=f"{label_en}: {part}" if part
        else label_en, reason=reason,
    )  # fmt: skip


def mark_faults(contents: Contents, item_codes: Collection[str]) -> Iterator[Reason]:
    """Art. 30: what is wrong with the marks; a secret is named with its place and its reason, once."""
    declared = contents.form.trade_secrets
    if declared is None:
        return
    files = [piece for piece in contents.evidence if piece.is_secret]
    if declared.has_secrets and not declared.parts and not files:
        yield _fault("form.missing", "/form/trade_secrets/parts", "声明有商业秘密的，须标明涉密部分或涉密材料。",
                     "Say which places or which files are secret.")  # fmt: skip
    if declared.has_secrets is False and files:
        yield _fault("form.contradiction", "/form/trade_secrets/has_secrets", "有证明材料标为商业秘密，与此声明矛盾。",
                     "A file is marked as a trade secret, which contradicts this.")  # fmt: skip
    known = {*(f"form/{name}" for name in MARKABLE), *(f"self_assessment/{code}" for code in item_codes)}
    places = [part.place for part in declared.parts]
    for number, place in enumerate(places):
        pointer = f"/form/trade_secrets/parts/{number}/place"
        if place is not None and place not in known:
            yield _fault("form.secret_place", pointer, f"“{place}”不是可以标为商业秘密的部分。",
                         f"{place} is no place that can be marked as secret.")  # fmt: skip
        if place is not None and place in places[:number]:
            yield _fault("form.secret_twice", pointer, "该部分已标明，请合并理由。", "This place is marked already.")


def _fault(code: str, pointer: str, zh: str, en: str) -> Reason:
    return Reason(code=code, article="第三十条", pointer=pointer, zh=zh, en=en)


def require_reasoned(*, is_secret: bool, reason: str) -> None:
    """Art. 30: a file is marked as secret with a reason, and a reason stands only with the mark."""
    if is_secret != bool(reason.strip()):
        raise NotMet(
            Reason(
                code="evidence.secret_reason", article="第三十条", pointer="query/secret_reason",
                zh="标为商业秘密的材料须说明理由；未标的不填理由。",
                en="A file marked as a trade secret takes a reason; one that is not marked takes none.",
            )
        )  # fmt: skip
