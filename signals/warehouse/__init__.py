"""Warehouses: any SELECT over a database, read in short transactions that can write nothing."""
