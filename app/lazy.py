"""Work that is named by text and imported only when it is asked for, so that `award --help` stays quick."""

import asyncio
import importlib
import inspect


def load(target: str) -> object:
    """Return what `module:name` names."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def call(target: str, *arguments: object, **options: object) -> object:
    """Call the function that `module:name` names and return its result, awaited if need be."""
    function = load(target)
    if not callable(function):
        raise TypeError(f"{target} is no function")
    result = function(*arguments, **options)
    return asyncio.run(result) if inspect.iscoroutine(result) else result
