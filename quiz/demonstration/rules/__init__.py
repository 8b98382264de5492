"""The demonstration county, made up from a seed: units, people, rosters, answers. Pure."""
