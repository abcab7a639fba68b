"""Results become reports: a title, typed columns, rows and totals."""
