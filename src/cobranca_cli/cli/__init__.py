"""The command line: parse, call one service, show one report."""
