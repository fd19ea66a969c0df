"""The bare script on a server set up as ours is: `python -m bench.bare_server HOME PORT`."""

import sys
from pathlib import Path

import streamlit as st
from streamlit import config

from lobby import server

SCRIPT = Path(__file__).with_name("bare.py")
HOST = "127.0.0.1"

home, port = Path(sys.argv[1]), int(sys.argv[2])
server.configure(HOST, port, (), home)
config._main_script_path = str(SCRIPT)
server.run(st.App(SCRIPT), HOST, port)
