"""Build the Chinese fonts now, so that the first start need not: `python tools/fonts.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ipdesk.paint import fontset

if __name__ == "__main__":
    for family, path in fontset.font_files().items():
        print(f"{family}: {path}")
