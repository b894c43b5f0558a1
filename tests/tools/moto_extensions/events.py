"""EventBridge: changes of an event bus that exists."""
import json

from moto.events.responses import EventsHandler


def update_event_bus(self):
    bus = self.events_backend.describe_event_bus(self._get_param('Name') or 'default')
    bus.description = self._get_param('Description')
    bus.kms_key_identifier = self._get_param('KmsKeyIdentifier')
    bus.dead_letter_config = self._get_param('DeadLetterConfig')
    return json.dumps({'Arn': bus.arn, 'Name': bus.name}), self.response_headers


EventsHandler.update_event_bus = update_event_bus
