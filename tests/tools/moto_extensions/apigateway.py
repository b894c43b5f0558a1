"""API Gateway's updates that moto lacks (resources, methods, integrations, their responses, deployments, models, domains), and tags of what is no
stage. Patch operations as AWS documents them: replace, add and remove, of values and of entries of maps and lists.
"""
import json

from moto.apigateway import urls
from moto.apigateway.responses import APIGatewayResponse


def unescaped(part):
    return part.replace('~1', '/').replace('~0', '~')


def patch(thing, operations, names):
    """names: first part of a path -> (attribute, conversion)."""
    for operation in operations:
        first, _, rest = operation['path'][1:].partition('/')
        attribute, convert = names[first]
        value = operation.get('value')
        now = getattr(thing, attribute)
        if isinstance(now, list) or (now is None and convert is list):
            now = list(now or [])
            entry = unescaped(rest) if rest else value
            if operation['op'] == 'remove':
                now.remove(entry)
            else:
                now.append(entry)
            setattr(thing, attribute, now)
        elif rest:
            now = dict(now or {})
            if operation['op'] == 'remove':
                now.pop(unescaped(rest), None)
            else:
                now[unescaped(rest)] = convert(value)
            setattr(thing, attribute, now)
        else:
            setattr(thing, attribute, None if operation['op'] == 'remove' or value == '' else convert(value))


def truth(text):
    return text == 'true'


def parts_of(response):
    return response.path.split('/'), response._get_param('patchOperations')


def resource_of(response, parts):
    return response.backend.get_resource(parts[2], parts[4])


def update_resource(self):
    parts, operations = parts_of(self)
    resource = resource_of(self, parts)
    patch(resource, operations, {'pathPart': ('path_part', str), 'parentId': ('parent_id', str)})
    return json.dumps(resource.to_dict())


def update_method(self):
    parts, operations = parts_of(self)
    method = resource_of(self, parts).get_method(parts[6])
    patch(method, operations, {
        'apiKeyRequired': ('api_key_required', truth), 'authorizationType': ('authorization_type', str),
        'authorizationScopes': ('authorization_scopes', list), 'authorizerId': ('authorizer_id', str), 'operationName': ('operation_name', str),
        'requestModels': ('request_models', str), 'requestParameters': ('request_parameters', truth),
        'requestValidatorId': ('request_validator_id', str)})
    return json.dumps(method.to_json())


def update_method_response(self):
    parts, operations = parts_of(self)
    answer = resource_of(self, parts).get_method(parts[6]).get_response(parts[8])
    patch(answer, operations, {'responseModels': ('response_models', str), 'responseParameters': ('response_parameters', truth)})
    return json.dumps(answer.to_json())


def update_integration(self):
    parts, operations = parts_of(self)
    integration = resource_of(self, parts).get_integration(parts[6])
    patch(integration, operations, {
        'cacheKeyParameters': ('cache_key_parameters', list), 'cacheNamespace': ('cache_namespace', str), 'connectionType': ('connection_type', str),
        'contentHandling': ('content_handling', str), 'requestParameters': ('request_parameters', str),
        'requestTemplates': ('request_templates', str), 'timeoutInMillis': ('timeout_in_millis', int), 'uri': ('uri', str),
        'tlsConfig': ('tls_config', truth)})
    return json.dumps(integration.to_json())


def update_integration_response(self):
    parts, operations = parts_of(self)
    answer = resource_of(self, parts).get_integration(parts[6]).get_integration_response(parts[9])
    patch(answer, operations, {'contentHandling': ('content_handling', str), 'responseParameters': ('response_parameters', str),
                               'responseTemplates': ('response_templates', str), 'selectionPattern': ('selection_pattern', str)})
    return json.dumps(answer.to_json())


def update_deployment(self):
    parts, operations = parts_of(self)
    deployment = self.backend.get_deployment(parts[2], parts[4])
    patch(deployment, operations, {'description': ('description', str)})
    return json.dumps(deployment.to_json())


def update_model(self):
    parts, operations = parts_of(self)
    model = self.backend.get_model(parts[2], parts[4])
    patch(model, operations, {'description': ('description', str), 'schema': ('schema', str)})
    return json.dumps(model.to_json())


for added in (update_resource, update_method, update_method_response, update_integration, update_integration_response, update_deployment,
              update_model):
    if not hasattr(APIGatewayResponse, added.__name__):
        setattr(APIGatewayResponse, added.__name__, added)


# --- tags of APIs, keys and usage plans: moto knows those of stages
def tagged(response):
    """The thing that an ARN names; None for a stage."""
    parts = response._get_param('resourceArn') or response.path.split('/tags/')[1]
    from urllib.parse import unquote
    parts = unquote(parts).split('::/')[1].split('/')
    if parts[0] == 'restapis' and len(parts) == 2:
        return response.backend.get_rest_api(parts[1])
    if parts[0] == 'usageplans':
        return response.backend.get_usage_plan(parts[1])
    if parts[0] == 'apikeys':
        return response.backend.get_api_key(parts[1])
    if parts[0] == 'domainnames':
        return response.backend.get_domain_name(parts[1])
    return None


def of_everything(name, act):
    inner = getattr(APIGatewayResponse, name)

    def wrapped(self):
        thing = tagged(self)
        if thing is None:
            return inner(self)
        thing.tags = act(self, dict(thing.tags or {}))
        return '{}'

    setattr(APIGatewayResponse, name, wrapped)


of_everything('tag_resource', lambda self, tags: {**tags, **(self._get_param('tags') or {})})
of_everything('untag_resource', lambda self, tags: {k: v for k, v in tags.items() if k not in (self.querystring.get('tagKeys') or [])})
urls.url_paths['{0}/tags/(?P<resourceArn>.+)$'] = APIGatewayResponse.dispatch
