"""The only importer of duckdb and sqlalchemy: feed, build, warehouse, desk store, settings, catalogue files."""
