"""The least a Streamlit page can do: one input, one line; with `?chart=`, one chart under it."""

import streamlit as st

MONTHS = ["6", "7", "8", "9", "10", "11"]
PARTS = {"a": [1, 2, 3, 4, 5, 6], "b": [3, 2, 3, 2, 3, 2], "c": [1, 1, 1, 2, 2, 2]}


def echarts(key: str) -> None:
    bars = [{"type": "bar", "stack": "all", "name": name, "data": values} for name, values in PARTS.items()]
    options = {"animation": False, "xAxis": {"data": MONTHS}, "yAxis": {}, "series": bars}
    st.echarts_chart(options, height=200, key=key)


def plotly(key: str) -> None:
    import plotly.graph_objects as go  # what a bare script does not load

    figure = go.Figure([go.Bar(name=name, x=MONTHS, y=values) for name, values in PARTS.items()])
    figure.update_layout(barmode="stack", height=200)
    st.plotly_chart(figure, key=key, config={"displayModeBar": False})


asked = st.text_input("ask", key="asked")
if asked:
    with st.container(key=f"answer_{asked}"):
        st.write(f"answer {asked}")
        chart = {"echarts": echarts, "plotly": plotly}.get(st.query_params.get("chart", ""))
        if chart:
            chart(f"chart_{asked}")
