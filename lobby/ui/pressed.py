"""Which buttons a message of Streamlit's front end presses, for who looks at it before Streamlit does."""

from __future__ import annotations

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg


def pressed(heard: bytes) -> list[str]:
    """The ids of the buttons; none where it is no message at all."""
    try:
        states = BackMsg.FromString(heard).rerun_script.widget_states.widgets
    except DecodeError:
        return []
    return [one.id for one in states if one.WhichOneof("value") == "trigger_value" and one.trigger_value]
