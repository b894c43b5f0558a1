"""Lambda: provisioned concurrency of versions and aliases, ready at once."""
import json
import time

from moto.awslambda import urls
from moto.awslambda.models import LambdaBackend
from moto.awslambda.responses import LambdaResponse
from moto.core.exceptions import JsonRESTError

kept = {}


class NotFound(JsonRESTError):
    code = 404

    def __init__(self):
        super().__init__('ProvisionedConcurrencyConfigNotFoundException', 'No Provisioned Concurrency Config found for this function')


def key_of(response):
    from urllib.parse import unquote
    parts = response.path.split('/')
    name = unquote(parts[parts.index('functions') + 1]).split(':')[-1]
    response.backend.get_function(name)
    return response.current_account, response.region, name, response.querystring['Qualifier'][0]


def answer(config):
    return json.dumps({'RequestedProvisionedConcurrentExecutions': config['count'], 'AvailableProvisionedConcurrentExecutions': config['count'],
                       'AllocatedProvisionedConcurrentExecutions': config['count'], 'Status': 'READY', 'LastModified': config['time']})


def put_provisioned_concurrency_config(self):
    kept[key_of(self)] = {'count': json.loads(self.body)['ProvisionedConcurrentExecutions'], 'time': time.strftime('%Y-%m-%dT%H:%M:%S+0000')}
    return 202, {}, answer(kept[key_of(self)])


def get_provisioned_concurrency_config(self):
    if key_of(self) not in kept:
        raise NotFound()
    return answer(kept[key_of(self)])


def delete_provisioned_concurrency_config(self):
    kept.pop(key_of(self), None)
    return 204, {}, ''


for added in (put_provisioned_concurrency_config, get_provisioned_concurrency_config, delete_provisioned_concurrency_config):
    if not hasattr(LambdaResponse, added.__name__):
        setattr(LambdaResponse, added.__name__, added)
urls.url_paths[r'{0}/(?P<api_version>[^/]+)/functions/(?P<function_name>[\w_:%-]+)/provisioned-concurrency/?$'] = LambdaResponse.dispatch


# The configuration of asynchronous calls: putting it replaces what was there.

put_inner = LambdaBackend.put_function_event_invoke_config


def put_event_invoke_config(self, function_name, config):
    self.get_function(function_name).event_invoke_config = []
    return put_inner(self, function_name, config)


LambdaBackend.put_function_event_invoke_config = put_event_invoke_config
