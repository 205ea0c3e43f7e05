"""`python -m tests.templates [KIND …]`: write the shipped templates from their layouts."""

import sys

from tests.templates import FOLDER, kinds, written


def main(wanted: list[str]) -> None:
    """Only those that differ are written."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind in wanted or kinds():
        path, content = FOLDER / f"{kind}.docx", written(kind)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
