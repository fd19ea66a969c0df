"""The only importer of duckdb and sqlalchemy: feed, build, warehouse, desk, settings, catalogue files."""
