"""Bars as pictures: nothing in them is tapped, so the server draws and the browser has only to show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import cycle
from math import ceil, log10

import streamlit as st

from lobby.ui.charts import LEGEND_LINE_PX, NARROWEST_PX, TICK_PX, legend_lines, rough, step_of, text_px

BAR_PX = 32
PLOT_TOP_PX = 10
PLOT_PX = 90
AXIS_PX = 30
GAP_PX = 8
FONT_PX = 15
ROUND_PX = 14  # as the theme rounds a picture
MARK_PX = 14
FONTS = "'PingFang SC', 'PingFang TC', 'Noto Sans CJK SC', 'Microsoft YaHei', system-ui, sans-serif"
NICE_STEPS = (1, 2, 5, 10)
MOST_STEPS = 3
FULL = 100.0
LARGEST = 1.2  # as much larger is a picture drawn where there is more room


@dataclass(frozen=True)
class Paint:
    """The colours of the theme that is on the screen."""

    parts: Sequence[str]
    text: str
    line: str


def show_parts(parts: Mapping[str, Decimal], alt: str) -> None:
    """One bar, cut into the shares of `parts`; only whole percents leave the server."""
    total = sum(parts.values(), Decimal(0))
    if total <= 0:
        return
    shares = {name: round(100 * value / total) for name, value in parts.items() if value > 0}
    whole, paint = sum(shares.values()), paint_now()
    drawn, x = [], 0.0
    for share, colour in zip(shares.values(), cycle(paint.parts), strict=False):
        width = FULL * share / whole
        drawn.append(rectangle(x, width, 0, BAR_PX, colour))
        x += width
    rounded = f'<clipPath id="bar"><rect width="100%" height="{BAR_PX}" rx="{ROUND_PX}"/></clipPath>'
    drawn = [rounded, f'<g clip-path="url(#bar)">{"".join(drawn)}</g>']
    show(drawn, BAR_PX + GAP_PX, shares, NARROWEST_PX, alt, paint)


def show_months(
    months: Sequence[str],
    series: Mapping[str, Sequence[Decimal]],
    alt: str,
    *,
    is_exact: bool,
    narrowest: int = NARROWEST_PX,
) -> None:
    """A stacked bar per month; amounts are rounded down unless they may be shown exactly.

    `narrowest` is the least room in pixels there is; where it is not enough for each month's name, some are
    left out.
    """
    step = None if is_exact else step_of(series.values())
    values = [[max(rough(value, step), 0.0) for value in one] for one in series.values()]
    ticks = ticks_to(max((sum(month) for month in zip(*values, strict=True)), default=0.0))
    named, paint = [f"{tick:,.0f}" for tick in ticks], paint_now()
    left = FULL * (max(map(wide, named)) + GAP_PX / 2) / narrowest
    slot = (FULL - left) / len(months)
    drawn = [line_at(y_of(tick, ticks), name, left, paint) for tick, name in zip(ticks, named, strict=True)]
    for place, month in enumerate(zip(*values, strict=True)):
        below = 0.0
        for value, colour in zip(month, cycle(paint.parts), strict=False):
            below += value
            height = PLOT_PX * value / ticks[-1]
            drawn.append(
                rectangle(left + slot * (place + 0.1), slot * 0.8, y_of(below, ticks), height, colour)
            )
    every = ceil((max(map(wide, months)) + GAP_PX / 4) / (slot * narrowest / FULL))
    for place in range(0, len(months), every):
        middle = f"{left + slot * (place + 0.5):.2f}%"
        drawn.append(text(middle, PLOT_TOP_PX + PLOT_PX + AXIS_PX / 2, months[place], paint, "middle"))
    show(drawn, PLOT_TOP_PX + PLOT_PX + AXIS_PX, series, narrowest, alt, paint)


def line_at(y: float, name: str, left: float, paint: Paint) -> str:
    """A line across the plot, and the amount it stands for."""
    line = f'<line x1="{left:.2f}%" x2="100%" y1="{y:.1f}" y2="{y:.1f}" stroke="{paint.line}"/>'
    return line + text("0", y, name, paint, "start")


def ticks_to(top: float) -> list[float]:
    """Zero and up to three amounts in equal steps, the last of them `top` or above."""
    if top <= 0:
        return [0.0, 1.0]
    least = max(top / MOST_STEPS, 1.0)
    scale = 10.0 ** int(log10(least))
    step = next(nice * scale for nice in NICE_STEPS if nice * scale >= least)
    return [step * place for place in range(ceil(top / step) + 1)]


def wide(said: str) -> float:
    """About how wide a text of the picture is, in pixels."""
    return text_px(said) * FONT_PX / TICK_PX


def y_of(value: float, ticks: Sequence[float]) -> float:
    return PLOT_TOP_PX + PLOT_PX * (1 - value / ticks[-1])


def rectangle(x: float, width: float, y: float, height: float, colour: str) -> str:
    """From `x` over `width` percent of the picture; upright in pixels."""
    size = f'width="{width:.2f}%" height="{height:.1f}"'
    return f'<rect x="{x:.2f}%" y="{y:.1f}" {size} fill="{colour}"/>'


def text(x: str, middle: float, said: str, paint: Paint, anchor: str) -> str:
    at = f'x="{x}" y="{middle:.1f}" dominant-baseline="central" text-anchor="{anchor}"'
    return f'<text {at} fill="{paint.text}">{escape(said)}</text>'


def show(
    drawn: Iterable[str], height: int, names: Iterable[str], narrowest: int, alt: str, paint: Paint
) -> None:
    """The picture over a legend of `names`, in as many lines as the narrowest card needs."""
    parts, colours = list(drawn), cycle(paint.parts)
    lines = legend_lines(names, narrowest)
    for number, line in enumerate(lines):
        middle = height + LEGEND_LINE_PX * (number + 0.5)
        for x, name in line:
            mark = f'x="{x}" y="{middle - MARK_PX / 2}" width="{MARK_PX}" height="{MARK_PX}" rx="3"'
            parts.append(f'<rect {mark} fill="{next(colours)}"/>')
            parts.append(text(str(x + MARK_PX + 5), middle, name, paint, "start"))
    whole = height + LEGEND_LINE_PX * len(lines) + GAP_PX // 2
    size = f'width="{narrowest}" height="{whole}" viewBox="0 0 {narrowest} {whole}"'
    fonts = f'font-family="{FONTS}" font-size="{FONT_PX}"'
    svg = f"<svg {size} {fonts}>{''.join(parts)}</svg>"
    st.image(svg, width=round(narrowest * LARGEST), alt=alt)


def paint_now() -> Paint:
    """The theme's own colours, of the one that is on."""
    theme = f"theme.{st.context.theme.type or 'light'}"
    return Paint(
        parts=st.get_option(f"{theme}.chartCategoricalColors"),
        text=st.get_option(f"{theme}.grayTextColor"),
        line=st.get_option(f"{theme}.borderColor"),
    )
