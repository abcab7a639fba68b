"""Reports become text, CSV, JSON, spreadsheets and files."""
