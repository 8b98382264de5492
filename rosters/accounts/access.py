"""What a user may do. Views fetch through `access`; fetching is the permission check.

The guards live in lower rooms, so that those can guard their own pages; rooms above import them
from here.
"""

from rosters.roles.access import has_county_role, has_role, roles_of, roles_required
from rosters.units.access import units_for

__all__ = ["has_county_role", "has_role", "roles_of", "roles_required", "units_for"]
