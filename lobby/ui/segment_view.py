"""The page `segments`: one of five views of the life stages, or a sheet with one idea to print."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from lobby.domain import scope
from lobby.services import segments
from lobby.services.associations import associations
from lobby.services.segments import Board, Stage, Target
from lobby.ui import (
    campaign_form,
    campaign_view,
    condition_words,
    idea_sheet,
    notices,
    segment_heat,
    segment_target,
    segment_words,
    session,
    state,
    tables,
)
from lobby.ui.errors import calm
from lobby.ui.text import SEPARATOR, Words, inset, plain

SHOWN_MOVES = 15
SHOWN_PAIRS = 15


def title(t: Words) -> str:
    """The page's name, and the branch it is about."""
    branch = scope.own_branch(session.viewer())
    place = session.house().branch_names().get(branch or "", t("product.everywhere"))
    return plain(f"{t('segments.title')}{SEPARATOR}{place}")


def show(t: Words) -> None:
    """The sheet that was asked for, else the chosen view; what was read stays for the session."""
    with calm(t):
        sources, viewer = session.house().sources, session.viewer()
        key = (viewer.staff_id, sources.portraits.fingerprint, sources.catalog.fingerprint)
        found = state.kept("segments", key, lambda: segments.board(sources, viewer))
        if idea_sheet.is_asked():
            idea_sheet.show(t, found)
            return
        if not found.stages:
            notices.show(t("segments.nobody.title"), t("segments.nobody.hint"), "groups")
            return
        chosen = state.chosen("segment_view") or "sizes"
        with st.container(horizontal=True, gap="small"):
            for view in VIEWS:
                st.button(
                    t(f"segments.view.{view}"),
                    key=f"view_{view}",
                    type="primary" if view == chosen else "secondary",
                    on_click=turn,
                    args=(view,),
                )
        segment_target.show(t)
        VIEWS[chosen](t, found)


def turn(view: str) -> None:
    """Another view, without the list of the one before."""
    state.put("segment_view", view)
    segment_target.close()


def show_sizes(t: Words, found: Board) -> None:
    """Every life stage in a line; below what one of them is."""
    everybody = max(1, found.customers)
    table = {
        t("segments.stage"): [plain(t.code("segment", one.segment.code)) for one in found.stages],
        t("segments.customers"): [t.count(one.customers) for one in found.stages],
        t("segments.share"): [t.share(Decimal(one.customers) / everybody) for one in found.stages],
        t("segments.assets"): [plain(segment_words.whole(t, one.assets)) for one in found.stages],
        t("segments.per_head"): [
            plain(segment_words.whole(t, one.assets / max(1, one.customers))) for one in found.stages
        ],
        t("segments.mobile"): [
            t("word.not_supplied") if one.mobile is None else t.share(one.mobile) for one in found.stages
        ],
    }
    tables.show(table, numbers=list(table)[1:])
    chosen = choose(t, found, "segment_chosen")
    if chosen is not None:
        show_stage(t, chosen)


def choose(t: Words, found: Board, key: str) -> Stage | None:
    """One of the life stages there are."""
    codes = [one.segment.code for one in found.stages]
    names = {code: t.code("segment", code) for code in codes}
    code = st.selectbox(t("segments.stage"), codes, key=key, format_func=names.__getitem__)
    return found.stage(code) if code else None


def show_stage(t: Words, one: Stage) -> None:
    """What defines it, how it is served, what it needs, where its money goes, and who is in it."""
    segment = one.segment
    lines = [
        f":material/rule: **{t('segments.defined')}** {condition_words.told(t, segment.condition)}",
        f":material/handshake: **{plain(segment.service_name[t.language])}** "
        f"{plain(segment.strategy[t.language])}",
        f":material/check: {plain(segment.first_do[t.language])} "
        f":gray[{t('segments.do_not', what=plain(segment.do_not[t.language]))}]",
        f":material/style: **{t('segments.needs')}** {segment_words.needs(t, one)}",
        f":material/output: **{t('segments.elsewhere')}** {segment_words.elsewhere(t, one)}",
    ]
    with st.container(border=True, gap="small", key="stage"):
        st.markdown("  \n".join(lines))
        segment_target.press(t, Target(segment.code, "all"))


def show_gaps(t: Words, found: Board) -> None:
    """White space, the widest first: a list and a sheet from each."""
    open_ones = segments.gaps(session.house().sources, found)
    policy = session.house().sources.catalog.policy
    least = {"count": policy.white_customers, "share": t.share(policy.white_share)}
    st.caption(t("segments.gaps.rule", **least))
    stages = list(dict.fromkeys(gap.stage.segment.code for gap in open_ones))
    if not stages:
        st.markdown(t("segments.gaps.none"))
        return
    names = {"all": t("segments.gaps.widest")} | {code: t.code("segment", code) for code in stages}
    chosen = st.selectbox(t("segments.stage"), list(names), key="gap_segment", format_func=names.__getitem__)
    widest = {gap.stage.segment.code: gap for gap in reversed(open_ones)}
    shown = [gap for gap in open_ones if chosen in (gap.stage.segment.code, "all")]
    if chosen == "all":
        shown = [gap for gap in shown if widest[gap.stage.segment.code] is gap]
    for gap in shown:
        code, product = gap.stage.segment.code, gap.cell.product
        key = f"gap_{code}_{product}"
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
            name = f"**{plain(t.code('product', product))}** {plain(t.code('segment', code))}"
            st.markdown(f"{name}  \n:gray[{segment_words.counted(t, gap.cell)}]", width="stretch")
            segment_target.press(t, Target(code, "open", product))
            idea_sheet.press(t, code, product)
            campaign_form.press(t, product, code)


def show_moves(t: Words, found: Board) -> None:
    """Who came from which life stage since the last quarter, the most first."""
    if found.moved_since is None:
        st.markdown(t("segments.moves.unknown"))
        return
    moved = sorted(
        (one for one in found.moves if one.before != one.after),
        key=lambda one: (-one.customers, one.before, one.after),
    )
    stayed = sum(one.customers for one in found.moves) - sum(one.customers for one in moved)
    told = {"day": t.long_day(found.moved_since), "stayed": t.count(stayed)}
    st.caption(t("segments.moves.since", **told))
    for one in moved[:SHOWN_MOVES]:
        key = f"move_{one.before}_{one.after}"
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
            before, after = (plain(t.code("segment", code)) for code in (one.before, one.after))
            said = f"{before} :material/arrow_forward: **{after}** {t.count(one.customers)}"
            st.markdown(said, width="stretch")
            segment_target.press(t, Target(one.after, "moved", before=one.before))
    if not moved:
        st.markdown(t("segments.moves.none"))


def show_pairs(t: Words, found: Board) -> None:
    """What the customers of the whole bank hold together, or open next, the surest first."""
    sure = sorted(
        associations(session.house().sources), key=lambda one: (-one.lift_low, one.kind, one.product_code)
    )
    st.caption(t("segments.pairs.rule"))
    if not sure:
        st.markdown(t("segments.pairs.none"))
        return
    lines = [
        t(
            f"segments.pairs.{one.kind}",
            product=inset(t.code("product", one.product_code)),
            other=inset(t.code("product", one.with_product_code)),
            low=t.share(Decimal(str(one.confidence_low))),
            high=t.share(Decimal(str(one.confidence_high))),
            count=t.count(one.count_with_product),
            lift=f"{one.lift_low:.1f}",
        )
        for one in sure[:SHOWN_PAIRS]
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))


VIEWS: dict[str, Callable[[Words, Board], None]] = {
    "sizes": show_sizes,
    "products": segment_heat.show,
    "gaps": show_gaps,
    "moves": show_moves,
    "pairs": show_pairs,
    "campaigns": campaign_view.show,
}
