"""How large what `sam build` made is: functions without their layers, layers, and functions with their layers.

make build      # builds, prints the table and whether byte code was made, and fails where a bound is broken
"""

import sys
from pathlib import Path

from local import byte_code
from tests.support.builds import BUILD, sizes, without_byte_code


def main(build: Path) -> int:
    measured = sizes(build)
    width = max(len(size.name) for size in measured)
    for size in measured:
        print(f"{size.name:{width}}  {size.megabytes:6.1f} of {size.most} MB")
    too_large = [size.name for size in measured if size.megabytes > size.most]
    if too_large:
        print(f"Too large: {', '.join(too_large)}", file=sys.stderr)
    print(byte_code.sentence(without_byte_code(build)))
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else BUILD))
