"""CloudWatch Logs: saved queries of Logs Insights, the key of a group that exists, and a metric filter that is set again, which moto has twice."""
import json
import uuid

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.responses import LogsResponse


def definitions(self):
    backend = self.logs_backend
    if not hasattr(backend, 'query_definitions'):
        backend.query_definitions = {}
    return backend.query_definitions


def put_query_definition(self):
    known, wanted = definitions(self), self._get_param('queryDefinitionId')
    if wanted and wanted not in known:
        raise ResourceNotFoundException(msg='The specified query definition does not exist.')
    key = wanted or str(uuid.uuid4())
    known[key] = {'queryDefinitionId': key, 'name': self._get_param('name'), 'queryString': self._get_param('queryString'),
                  'logGroupNames': self._get_param('logGroupNames', []), 'lastModified': 1600000000000}
    return json.dumps({'queryDefinitionId': key})


def describe_query_definitions(self):
    prefix = self._get_param('queryDefinitionNamePrefix', '')
    return json.dumps({'queryDefinitions': [d for d in definitions(self).values() if d['name'].startswith(prefix)]})


def delete_query_definition(self):
    if definitions(self).pop(self._get_param('queryDefinitionId'), None) is None:
        raise ResourceNotFoundException(msg='The specified query definition does not exist.')
    return json.dumps({'success': True})


def group_of(self):
    group = self.logs_backend.groups.get(self._get_param('logGroupName'))
    if group is None:
        raise ResourceNotFoundException()
    return group


def associate_kms_key(self):
    group_of(self).kms_key_id = self._get_param('kmsKeyId')
    return ''


def disassociate_kms_key(self):
    group_of(self).kms_key_id = None
    return ''


def put_metric_filter(self):
    filters = self.logs_backend.filters
    key = (self._get_param('filterName'), self._get_param('logGroupName'))
    filters.metric_filters = [f for f in filters.metric_filters if (f['filterName'], f['logGroupName']) != key]
    return add_metric_filter(self)


add_metric_filter = LogsResponse.put_metric_filter
for function in (put_metric_filter, put_query_definition, describe_query_definitions, delete_query_definition, associate_kms_key, disassociate_kms_key):
    setattr(LogsResponse, function.__name__, function)
