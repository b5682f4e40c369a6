"""Hostile bodies over a real connection: each refused with 4xx, none echoed, none a defect, each a class of its own."""

import asyncio
import gzip
import json
import sys
import zlib
from collections import Counter
from collections.abc import Mapping

import pytest

from tests.api import Operator
from tests.http.line import Line

MARK = "hostile-9f2c"
"""Stands in every body, and in no answer."""
CLASSES = 75
"""Counted by hand; a corpus that shrinks fails."""
GOOD = {"number": f"演练〔2022〕{MARK}", "title": MARK, "text": MARK, "decided_on": "2020-01-06"}
JSON = "application/json"
START = "POST /v1/resolutions HTTP/1.1\r\nHost: award\r\n"


def told(**changed: object) -> bytes:
    return json.dumps({**GOOD, **changed}, ensure_ascii=False).encode()


def raw(member: str, value: str) -> bytes:
    """Write a good body but for one member, whose value stands as it is."""
    rest = ",".join(f'"{key}":{json.dumps(each)}' for key, each in GOOD.items() if key != member)
    return f'{{{rest},"{member}":{value}}}'.encode()


BODIES: Mapping[str, bytes] = {
    "a member twice": f'{{"title":"{MARK}","title":"b"}}'.encode(),
    "a member twice, once in escapes": f'{{"title":"{MARK}","\\u0074itle":"b"}}'.encode(),
    "a member twice, deep inside": raw("text", f'{{"a":{{"{MARK}":1,"{MARK}":2}}}}'),
    "lists too deep": raw("text", "[" * 40 + "]" * 40),
    "objects too deep": raw("text", '{"a":' * 40 + "1" + "}" * 40),
    "brackets without end": raw("text", "[" * 100_000),
    "NaN": raw("text", "NaN"),
    "Infinity": raw("text", "Infinity"),
    "less than Infinity": raw("text", "-Infinity"),
    "a lone high surrogate": raw("title", f'"{MARK}\\ud800"'),
    "a lone low surrogate": raw("title", f'"{MARK}\\udc00"'),
    "surrogates in the wrong order": raw("title", f'"{MARK}\\udc00\\ud800"'),
    "a surrogate as bytes": told().replace(b'"title": "', b'"title": "\xed\xa0\x80'),
    "a byte order mark": b"\xef\xbb\xbf" + told(),
    "two bytes a letter": told().decode().encode("utf-16"),
    "four bytes a letter": told().decode().encode("utf-32"),
    "another encoding": told().decode().encode("gb18030"),
    "bytes that are no text": told(title=MARK).replace(b'"title": "', b'"title": "\xff\xfe'),
    "an overlong slash": told().replace(b'"title": "', b'"title": "\xc0\xaf'),
    "a number of four hundred digits": raw("title", "1" + "0" * 400),
    "a number of a hundred thousand digits": raw("title", "9" * 100_000),
    "a number beyond every exponent": raw("title", "1e999999"),
    "a number for a text": raw("title", "9007199254740993"),
    "a fraction for a text": raw("title", "0.1"),
    "yes for a text": raw("title", "true"),
    "nothing for a text": raw("title", "null"),
    "a list for a text": raw("title", f'["{MARK}"]'),
    "an object for a text": raw("title", f'{{"$ne":"{MARK}"}}'),
    "NUL": raw("title", f'"{MARK}\\u0000"'),
    "NUL as a byte": told().replace(b'"title": "', b'"title": "\0'),
    "an escape sign": raw("title", f'"{MARK}\\u001b[2J"'),
    "a delete sign": raw("title", f'"{MARK}\\u007f"'),
    "a sign of the second control set": raw("title", f'"{MARK}\\u0085"'),
    "text that runs backwards": raw("title", f'"{MARK}\\u202e"'),
    "text isolated from its direction": raw("title", f'"{MARK}\\u2066"'),
    "a space of no width": raw("title", f'"{MARK}\\u200b"'),
    "a joiner of no width": raw("title", f'"{MARK}\\u200d"'),
    "a mark within the text": raw("title", f'"{MARK}\\ufeff"'),
    "a line separator": raw("title", f'"{MARK}\\u2028"'),
    "a tag sign": raw("title", f'"{MARK}\\udb40\\udc41"'),
    "a sign that is none": raw("title", f'"{MARK}\\uffff"'),
    "a soft hyphen": raw("title", f'"{MARK}\\u00ad"'),
    "a filler": raw("title", f'"{MARK}\\u3164"'),
    "a sign of private use": raw("title", f'"{MARK}\\ue000"'),
    "the end of a plane": raw("title", f'"{MARK}\\ud83f\\udffe"'),
    "the first day of all": told(decided_on="0001-01-01"),
    "the last day of all": told(decided_on="9999-12-31"),
    "blanks": raw("title", '"   "'),
    "a text too long": told(title=MARK * 10_000),
    "an unknown member": told(status=MARK),
    "the prototype of all objects": told(__proto__={"role": MARK}),
    "a day that is none": told(decided_on="2020-02-30"),
    "a day of another calendar": told(decided_on="民国109年1月6日"),
    "an instant for a day": told(decided_on="2020-01-06T09:00:00Z"),
    "a number for a day": told(decided_on=1578268800),
    "full-width digits for a day": told(decided_on="２０２０-０１-０６"),
    "broken off": told()[:-5],
    "something behind the end": told() + b" {}",
    "a comma too many": told()[:-1] + b",}",
    "a remark": b"/*" + told() + b"*/",
    "single quotes": str(GOOD).encode(),
    "a list": f'["{MARK}"]'.encode(),
}
"""What it is, and the bytes that are announced as JSON in UTF-8."""

KINDS: Mapping[str, tuple[str, bytes]] = {
    "another charset": (f"Content-Type: {JSON}; charset=gbk\r\n", told()),
    "packed by gzip": (f"Content-Type: {JSON}\r\nContent-Encoding: gzip\r\n", gzip.compress(told())),
    "a packed bomb": (f"Content-Type: {JSON}\r\nContent-Encoding: deflate\r\n", zlib.compress(b" " * 10_000_000)),
    "a form": ("Content-Type: application/x-www-form-urlencoded\r\n", f"title={MARK}".encode()),
}
"""What it is, its headers, its bytes."""


async def test_an_honest_body_is_taken_over_this_connection(line: Line) -> None:
    status, answer = await line.send(f"Content-Type: {JSON}\r\n", told(number="演练〔2022〕诚"))
    assert (status, MARK.encode() in answer) == (201, True)


async def test_every_hostile_body_is_refused_and_none_comes_back(line: Line, operator: Operator) -> None:
    sent = {what: (f"Content-Type: {JSON}\r\n", body) for what, body in BODIES.items()} | dict(KINDS)
    before = await operator.value("SELECT count(*) FROM record_leaf")
    statuses, wrong = Counter[int](), {}
    for what, (head, body) in sent.items():
        status, answer = await line.send(head, body)
        statuses[status] += 1
        if not 400 <= status < 500 or MARK.encode() in answer or b"application/problem+json" not in answer:
            wrong[what] = answer[:300]
    assert wrong == {}
    assert len({body for _head, body in sent.values()}) == len(sent)
    assert await operator.value("SELECT count(*) FROM record_leaf") == before
    sys.stdout.write(
        f"\n{len(sent)} classes of hostile bodies and {len(LIES)} that lie about their length: {dict(statuses)}\n"
    )
    assert len(sent) + len(LIES) == CLASSES


LIES: Mapping[str, tuple[str, bytes]] = {
    "a length that is no number": ("Content-Length: 1x\r\n", told()),
    "a length beyond every limit": ("Content-Length: 400000\r\n", told()),
    "a length below nothing": ("Content-Length: -1\r\n", told()),
    "two lengths": (f"Content-Length: 5\r\nContent-Length: {len(told())}\r\n", told()),
    "a length and pieces": (f"Content-Length: {len(told())}\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n" + told()),
    "a piece whose length is no number": ("Transfer-Encoding: chunked\r\n", b"zz\r\n" + told() + b"\r\n0\r\n\r\n"),
    "a piece longer than it says": ("Transfer-Encoding: chunked\r\n", b"3\r\n" + told() + b"\r\n0\r\n\r\n"),
    "a piece of more bytes than there are": ("Transfer-Encoding: chunked\r\n", b"ffffffffffffffffff\r\n" + told()),
    "pieces of a kind that nobody knows": ("Transfer-Encoding: xchunked\r\n", told()),
}
"""Bodies that lie about their length; a server in front may read them otherwise than the one behind."""


@pytest.mark.parametrize("what", LIES)
async def test_a_body_that_lies_about_its_length_is_refused_and_does_nothing(
    line: Line, operator: Operator, what: str
) -> None:
    head, body = LIES[what]
    before = await operator.value("SELECT count(*) FROM record_leaf")
    status, answer = await line.send(f"Content-Type: {JSON}\r\n{head}", body, length=False)
    assert (status == 0 or 400 <= status < 500, MARK.encode() in answer) == (True, False), answer[:200]
    assert await operator.value("SELECT count(*) FROM record_leaf") == before


async def test_a_body_that_never_ends_does_nothing_and_keeps_nobody_waiting(line: Line, operator: Operator) -> None:
    before = await operator.value("SELECT count(*) FROM record_leaf")
    _reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
    writer.write(f"{START}Content-Length: 400\r\n\r\n{{".encode())
    await writer.drain()
    status, _answer = await line.send(f"Content-Type: {JSON}\r\n", b"[]")
    writer.close()
    assert (status, await operator.value("SELECT count(*) FROM record_leaf")) == (422, before)
