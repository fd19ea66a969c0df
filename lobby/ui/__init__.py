"""The screen: Streamlit, and nothing else."""
