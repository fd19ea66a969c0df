"""Four charts, as plain options for ECharts: colours, fonts and grid come from the theme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

import streamlit as st

from lobby.ui import state

TICK_PX = 16
STEP_PX = 38
TREND_PX = 170
AXIS_PX = 34
LEGEND_LINE_PX = 28
LEGEND_MARK_PX = 31
NODE_PX = 92
NODE_SIZE = 22
COLUMN_PX = 180
MARGIN_PX = 36
CELL_PX = 34
COLUMN_NAMES_PX = 116
ROW_NAMES_PX = 204
LEAN_PX = 74
HEAT = "#1b8a73"  # seen on a light and on a dark page; how much of it there is shows the share
FAINTEST, STRONGEST = 0.0, 0.5
INK: Mapping[str | None, str] = {"dark": "#e9ebe8"}
INK_ON_LIGHT = "#1d2523"
NARROWEST_PX = 262  # the card's inner width on a tablet held upright

Options = dict[str, Any]


def show_trend(
    months: Sequence[str], series: Mapping[str, Sequence[Decimal]], key: str, alt: str, *, is_exact: bool
) -> None:
    """Stacked areas over the months."""
    step = None if is_exact else step_of(series.values())
    options: Options = {
        "animation": False,
        "legend": _legend(TREND_PX + AXIS_PX),
        "grid": {"left": 0, "right": 8, "top": 8, "height": TREND_PX - 8, "containLabel": True},
        "xAxis": {"type": "category", "data": list(months), "boundaryGap": False, "axisLabel": _label()},
        "yAxis": {"type": "value", "splitNumber": 3, "axisLabel": _label()},
        "series": [
            {
                "type": "line",
                "name": name,
                "stack": "all",
                "areaStyle": {"opacity": 0.85},
                "lineStyle": {"width": 0},
                "showSymbol": False,
                "silent": True,
                "data": [rough(value, step) for value in values],
            }
            for name, values in series.items()
        ],
    }
    _draw(options, TREND_PX + AXIS_PX + LEGEND_LINE_PX * len(legend_lines(series, NARROWEST_PX)), key, alt)


def show_steps(names: Sequence[str], counts: Sequence[int], key: str, alt: str) -> None:
    """A bar per step with its number at the end, the first on top."""
    options: Options = {
        "animation": False,
        "grid": {"left": 0, "right": 72, "top": 0, "bottom": 0, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "axisLabel": {"show": False}},
        "yAxis": {
            "type": "category",
            "data": list(names),
            "inverse": True,
            "axisLabel": {"fontSize": TICK_PX},
            "axisTick": {"show": False},
            "axisLine": {"show": False},
        },
        "series": [
            {
                "type": "bar",
                "silent": True,
                "data": list(counts),
                "label": {"show": True, "position": "right", "fontSize": TICK_PX},
            }
        ],
    }
    _draw(options, STEP_PX * len(names), key, alt)


def show_around(centre: str, around: Sequence[str], key: str, alt: str) -> None:
    """A party in the middle, the others in two columns beside it; each name may have two lines."""
    rows = (len(around) + 1) // 2
    middle = NODE_PX * (rows - 1) / 2 if rows > 1 else -NODE_PX / 2
    points = [_point("0", centre, COLUMN_PX / 2, middle, "top")]
    for place, name in enumerate(around):
        points.append(_point(str(place + 1), name, COLUMN_PX * (place % 2), NODE_PX * (place // 2), "bottom"))
    height = max(point["y"] for point in points) - min(point["y"] for point in points)
    series = {
        "type": "graph",
        "layout": "none",
        "silent": True,
        "left": "center",
        "top": MARGIN_PX,
        "width": max(point["x"] for point in points),
        "height": height,
        "data": points,
        "links": [{"source": "0", "target": point["id"]} for point in points[1:]],
        "lineStyle": {"width": 2},
    }
    _draw({"animation": False, "series": [series]}, int(height) + 2 * MARGIN_PX + LEGEND_LINE_PX, key, alt)


def show_heat(
    columns: Sequence[str],
    rows: Sequence[str],
    percents: Sequence[Sequence[int]],
    key: str,
    alt: str,
    on_touch: Callable[[int, int], None],
) -> None:
    """A map of shares in whole percent, the number in each cell; a touch tells the cell's row and column."""
    cells = [[column, row, value] for row, line in enumerate(percents) for column, value in enumerate(line)]

    def touched() -> None:
        for one in state.chosen(key)["selection"]["selected"]:
            column, row, _ = cells[one["data_indices"][0]]
            on_touch(row, column)

    ink = INK.get(st.context.theme.type, INK_ON_LIGHT)
    options: Options = {
        "animation": False,
        "grid": {
            "left": ROW_NAMES_PX,
            "right": LEAN_PX,
            "top": COLUMN_NAMES_PX,
            "bottom": 4,
            "outerBoundsMode": "none",
            "containLabel": False,
        },
        "xAxis": _names(columns) | {"position": "top", "axisLabel": _cell_label(ink, 130) | {"rotate": -45}},
        "yAxis": _names(rows) | {"inverse": True, "axisLabel": _cell_label(ink, ROW_NAMES_PX - 12)},
        "visualMap": {
            "show": False,
            "min": 0,
            "max": max((value for line in percents for value in line), default=0) or 1,
            "inRange": {"color": [HEAT], "colorAlpha": [FAINTEST, STRONGEST]},
        },
        "series": [_heat(cells, ink)],
    }
    height = COLUMN_NAMES_PX + CELL_PX * len(rows)
    st.echarts_chart(options, height=height, key=key, renderer="canvas", alt=alt, on_select=touched)


def _heat(cells: list[list[int]], ink: str) -> Options:
    label = {"show": True, "fontSize": TICK_PX, "color": ink, "textBorderWidth": 0}
    return {"type": "heatmap", "data": cells, "label": label, "selectedMode": "single"}


def _names(names: Sequence[str]) -> Options:
    return {"type": "category", "data": list(names), "axisTick": {"show": False}, "axisLine": {"show": False}}


def _cell_label(ink: str, width: int) -> Options:
    """A name on one line, cut where it is longer than its place."""
    return {"fontSize": TICK_PX, "interval": 0, "color": ink, "width": width, "overflow": "truncate"}


def _point(number: str, name: str, x: float, y: float, where: str) -> Options:
    label = {"show": True, "position": where, "fontSize": TICK_PX, "formatter": name}
    return {"id": number, "x": x, "y": y, "symbolSize": NODE_SIZE, "label": label}


def _draw(options: Options, height: int, key: str, alt: str) -> None:
    """As SVG, which prints better than a canvas."""
    st.echarts_chart(options, height=height, key=key, renderer="svg", alt=alt)


def _legend(top: int) -> Options:
    return {
        "top": top,
        "left": 0,
        "padding": 0,
        "itemGap": 12,
        "icon": "roundRect",
        "itemWidth": 14,
        "itemHeight": 14,
        "selectedMode": False,
        "textStyle": {"fontSize": TICK_PX},
    }


def legend_lines(names: Iterable[str], width: int) -> list[list[tuple[int, str]]]:
    """The names in as many lines as they need in `width`, each with where it begins."""
    lines: list[list[tuple[int, str]]] = [[]]
    used = 0
    for name in names:
        needed = LEGEND_MARK_PX + text_px(name)
        if used and used + needed > width:
            lines.append([])
            used = 0
        lines[-1].append((used, name))
        used += needed
    return lines


def text_px(said: str) -> int:
    """About how wide a text is."""
    return sum(TICK_PX if ord(sign) > 0x2E7F else TICK_PX * 6 // 10 for sign in said)


def _label() -> Options:
    return {"fontSize": TICK_PX, "hideOverlap": True}


def step_of(series: Any) -> Decimal:
    """The step to round to: a tenth of the largest amount's power of ten."""
    largest = max((abs(value) for values in series for value in values), default=Decimal(0))
    return Decimal(10) ** (len(str(int(largest))) - 2) if largest >= 10 else Decimal(1)


def rough(value: Decimal, step: Decimal | None) -> float:
    if step is None:
        return float(value)
    return float((value / step).to_integral_value(ROUND_DOWN) * step)
