"""The terminal of the operator."""

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)
