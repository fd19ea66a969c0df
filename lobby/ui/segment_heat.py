"""How many of each life stage hold each product: a map with the number in every cell, and one cell opened."""

from __future__ import annotations

import streamlit as st

from lobby.services.segments import Board, Cell, Stage, Target
from lobby.ui import campaign_form, charts, idea_sheet, segment_target, segment_words, session, state
from lobby.ui.text import Words, plain

CHART = "penetration"


def show(t: Words, found: Board) -> None:
    """The map; a touched cell, or a chosen one, opens below."""
    if not found.knows_products:
        st.markdown(t("segments.products.unknown"))
        return
    products = offered(found)
    names = [t.code("segment", one.segment.code) for one in found.stages]
    shares = [[percent(one, code) for one in found.stages] for code in products]
    st.caption(t("segments.products.what"))
    charts.show_heat(
        names,
        [t.code("product", code) for code in products],
        shares,
        CHART,
        t("segments.products.what"),
        on_touch=lambda row, column: choose(products[row], found.stages[column].segment.code),
    )
    left, right = st.columns(2)
    stages = {one.segment.code: one for one in found.stages}
    with left:
        segment = st.selectbox(
            t("segments.stage"),
            list(stages),
            key="cell_segment",
            format_func=lambda code: t.code("segment", code),
        )
    with right:
        product = st.selectbox(
            t("segments.product"),
            products,
            key="cell_product",
            format_func=lambda code: t.code("product", code),
        )
    if segment and product:
        show_cell(t, stages[segment], product)


def offered(found: Board) -> list[str]:
    """The products of the catalogue that may be named, in its order."""
    products = session.house().sources.catalog.products
    return [code for code, product in products.items() if not product.is_private]


def percent(stage: Stage, product: str) -> int:
    """The share that holds it, in whole percent."""
    return round(100 * stage.share(product))


def choose(product: str, segment: str) -> None:
    """Open the cell that was touched."""
    state.put("cell_product", product)
    state.put("cell_segment", segment)
    segment_target.close()


def show_cell(t: Words, stage: Stage, product: str) -> None:
    """Who holds it, whom it fits, and a list of either; a sheet with the idea."""
    code = stage.segment.code
    cell = stage.cells.get(product, Cell(product, 0, 0, 0, is_offered=True))
    with st.container(border=True, gap="small", key="cell"):
        names = f"**{plain(t.code('product', product))}** {plain(t.code('segment', code))}"
        st.markdown(f"{names}  \n{segment_words.counted(t, cell)}")
        with st.container(horizontal=True, gap="small"):
            segment_target.press(t, Target(code, "holding", product))
            if cell.is_offered:
                segment_target.press(t, Target(code, "open", product))
                idea_sheet.press(t, code, product)
                campaign_form.press(t, product, code)
