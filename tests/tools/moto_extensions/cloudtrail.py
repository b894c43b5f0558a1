"""CloudTrail: selectors take the place of those before, and a trail tells that it has some."""
from moto.cloudtrail.models import Trail

DEFAULT = [{'ReadWriteType': 'All', 'IncludeManagementEvents': True, 'DataResources': []}]


def put_event_selectors(self, event_selectors, advanced_event_selectors):
    self.event_selectors = event_selectors or []
    self.advanced_event_selectors = [] if event_selectors else advanced_event_selectors


def put_insight_selectors(self, insight_selectors):
    self.insight_selectors = insight_selectors


def description(self, *arguments, **named):
    told = describe(self, *arguments, **named)
    told['HasCustomEventSelectors'] = bool(self.advanced_event_selectors) or self.event_selectors not in ([], DEFAULT)
    told['HasInsightSelectors'] = bool(self.insight_selectors)
    return told


describe = Trail.description
Trail.put_event_selectors, Trail.put_insight_selectors, Trail.description = put_event_selectors, put_insight_selectors, description
