"""Tables of words and numbers: numbers stand at the right, what is short stays on one line, codes break."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

SHORT = 20  # so many signs are not broken into two lines
RIGHT = [("text-align", "right !important")]  # each cell of Streamlit's says "left" on its own
ONE_LINE = [("white-space", "nowrap")]
ANYWHERE = [("overflow-wrap", "anywhere"), ("min-width", "9.5em")]  # a long number in two lines


def show(
    columns: Mapping[str, Sequence[str]], numbers: Collection[str] = (), codes: Collection[str] = ()
) -> None:
    """The columns by their headings, in this order.

    `numbers` are the headings of those with numbers, `codes` of those whose words may break at any sign.
    """
    frame = pd.DataFrame(dict(columns))
    styles: list[Any] = []
    for place, (name, cells) in enumerate(columns.items()):
        for part, words in (("th", [name]), ("td", cells)):
            cell = f"{part}.col{place}"
            if name in numbers:
                styles.append({"selector": cell, "props": RIGHT})
            if max(map(len, words), default=0) <= SHORT:
                styles.append({"selector": f"{cell} p", "props": ONE_LINE})
            elif name in codes:
                styles.append({"selector": f"{cell} p", "props": ANYWHERE})
    st.table(frame.style.set_table_styles(styles), hide_index=True, border="horizontal")
