"""A year in its material review with two of each party, and a word of its own in every text that is not for all."""

from datetime import date, datetime, timedelta
from typing import Any

from tests.api import Operator, People, Person
from tests.applications_world import PDF, Draft, start, submit, upload
from tests.canaries import OFFICE, PUBLIC, Aviary
from tests.consultations_world import consulted, replied, reply
from tests.credit_codes import CREDIT_CODES
from tests.eligibility_world import RAW, Asked, accepted, decide, drafted, finding, signature
from tests.guidance_world import approved_document, drafted_document, procedure
from tests.register_world import plant_register
from tests.reviews_world import (
    Work,
    activated,
    consensus_opened,
    declare,
    entered,
    expert,
    formed,
    opened,
    reported,
    submitted,
)
from tests.standards.trees import tree
from tests.visits_world import plant_issue
from tests.year_world import Year, called_year, edition_in_force, ok, resolution, undertake

HANDS = {"c": "a", "g": "e"}
"""Whose unit and panel an application has, where they are not its own."""
INSIDE = (*OFFICE, "chair", "member_2", "member_3", "member_4", "member_5", "member_new")
"""Secretariat and committee, who may know a draft of criteria before it is approved."""


async def in_material_review(people: People, operator: Operator, aviary: Aviary) -> Work:
    """Bring three applications (a, c; b) under two panels; leave a draft (d), and two with their unit (e, g)."""
    year = await called_year(people, operator)
    aviary.people["secretary"] = year.secretary
    cases = {letter: await _asked(people, operator, aviary, year, letter) for letter in "abceg"}
    await _draft_only(people, aviary, year)
    for letter in "abc":
        await _recommended(aviary, cases[letter], letter)
    await _supplemented(operator, aviary, cases["b"])
    for letter, code in (("a", "emergency"), ("b", "ecology")):
        await _consulted(operator, aviary, cases[letter], code)
    for letter in "abc":
        await _found_eligible(aviary, cases[letter], letter)
    aviary.keep("cycle_id", year.cycle_id, [PUBLIC])
    edition = aviary.keep("edition_id", await edition_in_force(year.secretary), [PUBLIC])
    aviary.keep("other_edition_id", edition, [PUBLIC])
    await _revised(operator, aviary, year, edition)
    await _criteria(aviary, year.secretary)
    await _assessed(aviary)
    await _documented(aviary, year)
    aviary.keep("resolution_id", await resolution(year.secretary), [PUBLIC])
    await _unverified(people, aviary)
    await _disputed(people, aviary, year.secretary)
    for version in ("1", "1.1"):
        aviary.keep("version", version, [PUBLIC])
        aviary.keep("other", version, [PUBLIC])
    await accepted(year, operator)
    ok(await year.secretary.post(f"/v1/eligible-lists/{year.cycle_id}", match=await year.secretary.get(year.path)))
    await _plans(operator, aviary, year)
    await _panel_with_one_sheet_in(people, aviary, year, [cases["a"], cases["c"]])
    work = await _panel_that_is_done(people, aviary, year, cases["b"])
    for letter in "ab":
        await _recusals_asked(aviary, cases[letter], letter)
    await plant_register(people, operator, aviary, work)
    return work


async def _criteria(aviary: Aviary, secretary: Person) -> None:
    """The criteria of the year, checked in print, and those of another city, which are a draft."""
    aviary.keep("code", "gbt19580-2012", [PUBLIC])
    aviary.keep("code", f"c-{aviary.word('code of draft criteria', INSIDE)}", INSIDE)
    draft = tree(code=list(aviary.ids["code"])[-1], title=aviary.word("title of draft criteria", INSIDE))
    ok(await secretary.post("/v1/criteria", draft))
    body = {
        "document": aviary.word("printed standard", [PUBLIC]), "checked_by": aviary.word("who checked", INSIDE),
        "checked_on": "2022-04-20", "codes": ["4.2"],
    }  # fmt: skip
    path = "/v1/criteria/gbt19580-2012"
    ok(await secretary.post(f"{path}/confirmations", body, match=await secretary.get(path)))


async def _assessed(aviary: Aviary) -> None:
    """Two organizations assess themselves, for themselves alone; the first twice."""
    for name in ("applicant_a", "applicant_b", "applicant_a"):
        body = {"criteria": "gbt19580-2012", "title": aviary.word(f"own assessment of {name}", [name])}
        made = await aviary.people[name].post("/v1/self-assessments", body)
        path = f"/v1/self-assessments/{aviary.keep('assessment_id', ok(made), [name])}"
        aviary.keep("other_assessment_id", made.json()["id"], [name])
        item = {"item_code": "4.1.2", "percent": 45, "text": aviary.word(f"own text of {name}", [name])}
        ok(await aviary.people[name].patch(f"{path}/items", {"items": [item]}, match=made), 200)


async def _revised(operator: Operator, aviary: Aviary, year: Year, edition: str) -> None:
    """One revision before its consultation, one with two comments, whose authors are the secretariat's to know."""
    today = str(await operator.value("SELECT award_today()"))
    hidden = {"proposer": aviary.word("proposer of a revision", OFFICE), "articles": ["第四条"], "reasons": "演练"}
    made = ok(await year.secretary.post("/v1/revisions", {**hidden, "edition_id": edition}))
    aviary.keep("revision_id", made, OFFICE, "suggested revision")
    answer = await year.secretary.post("/v1/revisions", {**hidden, "proposer": "演练科", "edition_id": edition})
    path = f"/v1/revisions/{aviary.keep('revision_id', ok(answer), [PUBLIC])}"
    body = {"begins_on": today, "ends_on": today, "text": aviary.word("consultation put to the public", [PUBLIC])}
    answer = await year.secretary.post(f"{path}/consultation", body, match=answer)
    for _ in range(2):
        comment = {
            "author": aviary.word("author of a comment", OFFICE), "text": aviary.word("comment", [PUBLIC]),
            "received_on": today,
        }  # fmt: skip
        answer = await year.secretary.post(f"{path}/comments", comment, match=answer)
        ok(answer)


async def _documented(aviary: Aviary, year: Year) -> None:
    """Two versions of a procedure and one of a guide that a resolution approved, and a draft of the secretariat's."""
    secretary = year.secretary
    title = aviary.word("title of a draft document", OFFICE)
    draft = await drafted_document(secretary, procedure(kind="management", title=title))
    aviary.keep("document_id", draft.json(), OFFICE, "draft document")
    for _ in range(2):
        word = aviary.word("text of a working document", [PUBLIC])
        made = await drafted_document(secretary, procedure(text=[{"heading": "第一章", "text": word}]))
        path = f"/v1/working-documents/{aviary.keep('document_id', made.json(), [PUBLIC])}"
        aviary.keep("other_document_id", made.json(), [PUBLIC])
        scan = PDF + f"% {aviary.word('scan of a working document', [PUBLIC])}\n%%EOF\n".encode()
        seen = await secretary.put(f"{path}/scan?filename=a.pdf", content=scan, headers=RAW, match=made)
        await approved_document(secretary, seen)


def dossier_readers(letter: str) -> tuple[str, ...]:
    """Who reads an application that has been submitted; its experts once they have entered."""
    hands = HANDS.get(letter, letter)
    return (*OFFICE, f"applicant_{letter}", f"recommender_{hands}", *(f"expert_{hands}{n}" for n in (1, 2, 3)))


async def _asked(people: People, operator: Operator, aviary: Aviary, year: Year, letter: str) -> Asked:
    unit = f"recommender_{HANDS.get(letter, letter)}"
    recommender = aviary.people.setdefault(unit, await people.recommender())
    readers = dossier_readers(letter)
    if letter == unit.rpartition("_")[2]:
        name = aviary.word(f"name on the nursery list of {letter}", [*OFFICE, unit])
        code = next(CREDIT_CODES)
        nursed = {"credit_code": code, "name": name, "since": "2021-03-01", "maturity": "ready", "note": "演练"}
        aviary.keep("entry_id", ok(await recommender.post("/v1/nursery", nursed)), [*OFFICE, unit])

    def planted(form: dict[str, Any]) -> None:
        form["profile"]["text"] += aviary.word(f"profile of {letter}", readers)
        form["trade_secrets"]["parts"][0]["reason"] = aviary.word(f"trade secret of {letter}", readers)
        form["identity"]["contact_email"] = f"{aviary.word(f'contact of {letter}', readers)}@example.com"
        form["extras"]["answers"][0]["statement"] = aviary.word(f"extra condition of {letter}", readers)

    draft = await drafted(people, operator, year, recommender.party, f"演练{letter}组织有限公司", planted)
    aviary.people[f"applicant_{letter}"] = draft.owner
    proof = PDF + f"% {aviary.word(f'evidence of {letter}', readers)}\n%%EOF\n".encode()
    name = f"{aviary.word(f'file name of {letter}', readers)}.pdf"
    title = aviary.word(f"evidence title of {letter}", readers)
    evidence = ok(await upload(draft, name, proof, f"&title={title}"))
    aviary.keep("evidence_id", evidence, readers)
    colleague = {"name": f"甲{aviary.word(f'colleague of {letter}', [*OFFICE, f'applicant_{letter}'])}", "phone": "1"}
    invited = ok(await draft.owner.post(f"/v1/organizations/{draft.owner.party}/users", colleague))
    aviary.keep("user_id", invited["user"], [*OFFICE, f"applicant_{letter}"])
    aviary.keep("organization_id", str(draft.owner.party), dossier_readers(letter))
    etag = (await draft.owner.get(draft.path)).headers["etag"]
    sent = await submit(Draft(draft.owner, draft.id, etag))
    # Who declared a conflict knows what with.
    aviary.keep("application_id", sent.id, (*readers, f"expert_{letter}4"), f"application {letter}")
    return Asked(year=year, owner=draft.owner, recommender=recommender, draft=sent)


async def _draft_only(people: People, aviary: Aviary, year: Year) -> None:
    """Leave a draft behind that nobody but its applicant may know of (art. 3)."""
    aviary.people["applicant_d"] = owner = await people.verified_applicant("演练草稿有限公司")
    draft = await start(owner, year.cycle_id)
    aviary.keep("application_id", draft.id, ["applicant_d"], "draft")
    text = {"profile": {"text": "公司简介。" + aviary.word("profile of a draft", ["applicant_d"])}}
    ok(await owner.patch(f"{draft.path}/form", text, match=draft.etag), 200)


async def _unverified(people: People, aviary: Aviary) -> None:
    """Leave an organization behind whose licence waits to be seen."""
    aviary.people["applicant_f"] = owner = await people.register_applicant("演练待核验有限公司")
    readers = (*OFFICE, "applicant_f")
    path = f"/v1/organizations/{aviary.keep('organization_id', str(owner.party), readers)}"
    licence = PDF + f"% {aviary.word('licence', readers)}\n%%EOF\n".encode()
    seen = await owner.get(path)
    ok(await owner.put(f"{path}/files/licence?filename=执照.pdf", content=licence, headers=RAW, match=seen), 200)


async def _disputed(people: People, aviary: Aviary, secretary: Person) -> None:
    """Let an organization be claimed twice and pass from user to user twice."""
    aviary.people["applicant_h"] = owner = await people.register_applicant("演练争议有限公司")
    readers = (*OFFICE, "applicant_h")
    path = f"/v1/organizations/{aviary.keep('organization_id', str(owner.party), readers)}"
    code = ok(await owner.get(path), 200)["credit_code"]
    for phone in ("0510-86000001", "0510-86000002"):
        body = {
            "credit_code": code, "claimed_name": aviary.word("claimed name", readers), "contact_phone": phone,
            "contact_name": aviary.word("contact of a claimant", OFFICE),
            "statement": aviary.word("statement on a claim", readers),
        }  # fmt: skip
        made = ok(await people.client.post("/v1/organization-claims", json=body))
        here = f"/v1/organization-claims/{aviary.keep('claim_id', made, readers)}"
        aviary.codes[made["id"]] = made["code"]
        paper = PDF + f"% {aviary.word('licence shown with a claim', OFFICE)}\n%%EOF\n".encode()
        proof = {"Claim-Code": made["code"], **RAW}
        ok(await people.client.put(f"{here}/files/licence?filename=a.pdf", content=paper, headers=proof), 200)
    leaving = ok(await owner.post(f"{path}/users", {"name": "已离职"}))["user"]["id"]
    letter = ok(await secretary.post(f"{path}/handover-letters?filename=b.pdf", content=PDF, headers=RAW))["id"]
    for _ in range(2):
        body = {
            "departed_user_ids": [leaving], "letter_file_id": letter, "name": "接任",
            "reason": aviary.word("reason of a hand-over", readers),
        }  # fmt: skip
        handed = ok(await secretary.post(f"{path}/reassignments", body, match=await secretary.get(path)))
        leaving = handed["user"]["id"]


async def _recommended(aviary: Aviary, case: Asked, letter: str) -> None:
    readers = (*OFFICE, f"applicant_{letter}", f"recommender_{HANDS.get(letter, letter)}")
    scan = PDF + f"% {aviary.word(f'sealed scan of {letter}', readers)}\n%%EOF\n".encode()
    stored = ok(await case.recommender.put(f"{case.request}/scan?filename=推荐.pdf", content=scan, headers=RAW))["id"]
    body = await signature(case, opinion=aviary.word(f"opinion on {letter}", readers))
    seen = await case.recommender.get(case.request)
    ok(await case.recommender.post(f"{case.request}/signature", body | {"scan_file_id": stored}, match=seen))
    (opinion,) = ok(await case.secretary.get(f"{case.request}/opinions"), 200)["items"]
    aviary.keep("opinion_id", opinion, readers)


async def _supplemented(operator: Operator, aviary: Aviary, case: Asked) -> None:
    today: date = await operator.value("SELECT award_today()")
    # Experts read the addendum in the dossier, with the ids that stand in it.
    readers, dossier = (*OFFICE, "applicant_b"), dossier_readers("b")
    note = aviary.word("note of a supplement", readers)
    body = {
        "items": [{"item": "certificate", "note": note}],
        "reason": "材料不齐。",
        "due_on": str(today + timedelta(days=1)),
    }
    path = f"{case.check}/supplement-requests"
    asked = ok(await case.secretary.post(path, body, match=await case.secretary.get(case.check)))
    aviary.keep("request_id", asked, dossier)
    mine = f"/v1/supplements/{asked['id']}"
    content = PDF + f"% {aviary.word('file of a supplement', readers)}\n%%EOF\n".encode()
    file = ok(await case.owner.post(f"{mine}/files?filename=证书.pdf", content=content, headers=RAW))
    aviary.keep("file_id", file, dossier)
    text = aviary.word("text of a supplement", dossier)
    answers = {"answers": [{"item": "certificate", "text": text, "file_ids": [file["id"]]}]}
    ok(await case.owner.post(f"{mine}/answer", answers, match=await case.owner.get(mine)))


async def _consulted(operator: Operator, aviary: Aviary, case: Asked, code: str) -> None:
    """Ask a department, which answers by a paper that none but the secretariat reads."""
    asked = await consulted(case, operator, code, text=aviary.word("letter to a department", OFFICE))
    aviary.keep("consultation_id", asked, OFFICE)
    aviary.keep("department_id", asked["department_id"], OFFICE)
    content = PDF + f"% {aviary.word('paper of a department', OFFICE)}\n%%EOF\n".encode()
    body = await reply(case.secretary, asked, content=content, text=aviary.word("answer of a department", OFFICE))
    aviary.keep("consultations/file_id", body["file_id"], OFFICE)
    ok(await replied(case.secretary, asked, body))
    record = {
        "kind": "complaint", "happened_on": "2020-02-28", "field": "quality", "serious": False,
        "source": aviary.word("source of an adverse record", OFFICE),
    }  # fmt: skip
    ok(await case.secretary.post(f"{case.check}/records", record, match=await case.secretary.get(case.check)))


async def _found_eligible(aviary: Aviary, case: Asked, letter: str) -> None:
    reason = aviary.word(f"finding on {letter}", OFFICE)
    body = finding("policy", reason=reason, references=[{"kind": "register", "ref": aviary.word("register", OFFICE)}])
    ok(await case.secretary.post(f"{case.check}/findings", body, match=await decide(case)))
    remark = {"remark": aviary.word(f"remark on {letter}", [*OFFICE, f"applicant_{letter}"])}
    seen = await case.secretary.get(case.check)
    ok(await case.secretary.post(f"{case.check}/eligible-verdict", remark, match=seen))


async def _plans(operator: Operator, aviary: Aviary, year: Year) -> None:
    """One plan that could not be made, for nobody is in the register yet, and one whose draw lies ahead."""
    now: datetime = await operator.value("SELECT award_now()")
    body = {
        "cycle_id": year.cycle_id, "stage": "material", "size": 3, "most": 9, "draw_at": str(now + timedelta(hours=1)),
        "panels": [{"name": f"组{aviary.word('name of a planned panel', OFFICE)}"}],
    }  # fmt: skip
    for done in (True, False):
        source = {"source": aviary.word("source of a seed", [PUBLIC])}
        last = await year.secretary.post("/v1/panel-plans", body | source)
        plan = aviary.keep("plan_id", ok(last), [PUBLIC])
        if done:
            async with operator.at(now + timedelta(hours=1, minutes=1)):
                seed = {"seed": aviary.word("seed of a plan", [PUBLIC])}
                ok(await year.secretary.post(f"/v1/panel-plans/{plan}/draw", seed, match=last))


async def _experts(people: People, aviary: Aviary, year: Year, letter: str, kinds: tuple[str, ...]) -> list[Person]:
    made = []
    for place, kind in enumerate(kinds, 1):
        name = f"expert_{letter}{place}"
        training = aviary.word(f"training of {name}", (*OFFICE, name))
        person = await expert(people, year.secretary, kind, training=training, employer_name=f"所{training}")
        aviary.people[name] = person
        mates = [f"expert_{letter}{number}" for number in range(1, len(kinds) + 1)]
        aviary.keep("expert_id", str(person.party), [*OFFICE, *mates], name)
        made.append(person)
    return made


async def _panel_with_one_sheet_in(people: People, aviary: Aviary, year: Year, cases: list[Asked]) -> None:
    """Panel of a and c: on a the leader's sheet is in, the second's is a draft, the third has only entered."""
    experts = await _experts(people, aviary, year, "a", ("assessor", "assessor", "industry"))
    work = await entered(await activated(people, year, experts, cases))
    aviary.keep("panel_id", work.panel, [*OFFICE, "expert_a1", "expert_a2", "expert_a3"])
    for place, done in ((1, True), (2, False)):
        await _sheet(aviary, work, place, is_in=done)
        # An issue is its opener's alone until his sheet is in; the other experts' are not.
        readers = [f"expert_a{place}", *(OFFICE if done else ())]
        await plant_issue(aviary, work, work.experts[place - 1], f"expert_a{place}", readers)


async def _sheet(aviary: Aviary, work: Work, place: int, *, is_in: bool) -> None:
    """Fill in an own sheet with a word in its strengths; the secretariat knows of a draft, never what it says."""
    name = f"expert_a{place}"
    readers = [name, *(OFFICE if is_in else ())]
    person = work.experts[place - 1]
    last = await opened(work, person)
    sheet = aviary.keep("sheet_id", last.json(), [name, *OFFICE], f"sheet of {name}")
    items = [
        {
            "item_code": item["item_code"], "percent": 35 + 5 * place, "opportunities": "",
            "strengths": aviary.word(f"strengths on the sheet of {name}", readers),
        }
        for item in last.json()["items"]
    ]  # fmt: skip
    last = await person.put(f"/v1/sheets/{sheet}/items", {"items": items}, match=last)
    ok(last, 200)
    if is_in:
        ok(await person.post(f"/v1/sheets/{sheet}/submission", match=last))


async def _recusals_asked(aviary: Aviary, case: Asked, letter: str) -> None:
    """One request for recusal that waits, and one that was refused with a note of the office."""
    readers = [*OFFICE, f"applicant_{letter}"]
    for place in range(2):
        body = {
            "application_id": case.id, "sought": "expert", "ground": "dispute",
            "name": aviary.word(f"name of a recusal of {letter}", readers),
            "evidence": aviary.word(f"ground of a recusal of {letter}", readers),
        }  # fmt: skip
        last = await case.owner.post("/v1/recusal-requests", body)
        made = aviary.keep("recusal-requests/request_id", ok(last), readers, f"recusal of {letter}")
        path = f"/v1/recusal-requests/{made}"
        paper = f"%PDF-1.4\n% {aviary.word(f'paper of a recusal of {letter}', readers)}\n%%EOF\n".encode()
        last = await case.owner.put(f"{path}/file?filename=证明.pdf", content=paper, headers=RAW, match=last)
        ok(last, 200)
        if place:
            told = {"reason": aviary.word(f"answer to a recusal of {letter}", readers),
                    "note": aviary.word(f"note on a recusal of {letter}", OFFICE)}  # fmt: skip
            ok(await case.secretary.post(f"{path}/refusal", told, match=last))


async def _panel_that_is_done(people: People, aviary: Aviary, year: Year, case: Asked) -> Work:
    """Panel of b: three have agreed and reported, the fourth had declared a conflict."""
    kinds = ("assessor", "assessor", "industry", "assessor")
    *experts, fourth = await _experts(people, aviary, year, "b", kinds)
    last = await formed(year, [*experts, fourth], [case.id])
    panel = last.json()["id"]
    ok(await year.secretary.post(f"/v1/panels/{panel}/activation", match=last))
    mates = ["expert_b1", "expert_b2", "expert_b3"]
    aviary.keep("panel_id", panel, [*OFFICE, *mates, "expert_b4"])
    await undertake(fourth, year.cycle_id)
    ok(await declare(fourth, panel, case.id, aviary.word("ground of a conflict", [*OFFICE, "expert_b4"])))
    work = await entered(Work(people=people, year=year, cases=[case], experts=experts, panel=panel))
    for person in experts:
        sheet = await submitted(work, person)
        aviary.keep("sheet_id", sheet.json(), [*OFFICE, *mates], "sheet of panel b")
    await plant_issue(aviary, work, work.leader, "panel b", [*OFFICE, *mates])
    last = await consensus_opened(work)
    here = f"/v1/consensus/{aviary.keep('consensus_id', last.json(), [*OFFICE, *mates])}"
    reason = aviary.word("reason of a consensus", [*OFFICE, *mates])
    items = [{"item_code": item["item_code"], "percent": 60, "reason": reason} for item in last.json()["items"]]
    last = await work.leader.put(f"{here}/items", {"items": items}, match=last)
    last = await work.leader.post(f"{here}/conclusion", match=last)
    ok(last)
    why = {"reason": aviary.word("reason of a consensus given up", [*OFFICE, *mates])}
    last = await work.leader.post(f"{here}/reopenings", why, match=last)
    last = await work.leader.put(f"{here}/items", {"items": items}, match=last)
    ok(await work.leader.post(f"{here}/conclusion", match=last))
    await reported(work)
    return work
