"""Unions, employers and places: records and queries only.

A union is an organisation in its federation's tree, in a division, perhaps for a trade or for one employer. An employer
is known by its credit code and may have a union. A place is an administrative division. Workflows ask here who could
receive a worker; who may do so is the profile's word. An employer nobody finds is reported and looked into later.
"""
