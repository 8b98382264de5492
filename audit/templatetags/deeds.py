"""The filter by which pages tell what an audit record says."""

from django import template

from audit.models import AuditRecord
from audit.wording import tell

register = template.Library()


@register.filter
def deed(record: AuditRecord) -> str:
    """`{{ record|deed }}`: what was done, with the facts worth reading."""
    return tell(record.action, record.facts)
