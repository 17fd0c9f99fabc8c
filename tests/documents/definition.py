"""The state machine's definition as JSON, for what reads no template: the console's editor, TestState, asl-validator.

make definition      # writes it, with the defaults of the template's parameters
"""

import json
import logging
import sys
from pathlib import Path

from tests.support.sam import ROOT, definition

DOCUMENT = ROOT / ".aws-sam" / "import_leads.asl.json"


def write(path: Path) -> None:
    """Writes it, and the folder that it is in. A function is named by its logical id."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(definition(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import tests.support.functions_environment  # noqa: F401 - the definition is read as the translator leaves it

    logging.disable()  # the translator's words about itself
    write(DOCUMENT)
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)}\n")
