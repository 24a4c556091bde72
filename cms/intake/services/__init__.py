"""The writes of imports, from upload to purge."""
