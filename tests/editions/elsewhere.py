"""Tests of other folders that change one field of an edition alone and see another outcome over HTTP."""

from collections.abc import Mapping

ELSEWHERE: Mapping[str, str] = {}
"""The path of a field → the test, as path::name."""
