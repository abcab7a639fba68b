"""How likely an open invoice is to be paid very late: statistics, without money, clock or SQL."""
