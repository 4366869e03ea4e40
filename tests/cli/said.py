"""What a command said."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from click.testing import Result

#: The command line of one office: words in, what was said out; `code` is the exit code that is expected.
Run = Callable[..., Result]


def document(result: Result) -> Any:
    """The one document on standard output, its decimals exact."""
    return json.loads(result.stdout, parse_float=Decimal)
