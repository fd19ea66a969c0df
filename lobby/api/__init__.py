"""Routes beside Streamlit, and what stands before every request."""
