"""UpdateStage of HTTP and WebSocket APIs, and what it removes."""
import json

from moto.apigatewayv2 import urls
from moto.apigatewayv2.responses import ApiGatewayV2Response

NAMES = {'accessLogSettings': 'access_log_settings', 'autoDeploy': 'auto_deploy', 'clientCertificateId': 'client_certificate_id',
         'defaultRouteSettings': 'default_route_settings', 'description': 'description'}


def stage_of(response):
    parts = response.path.split('/')
    return response.apigatewayv2_backend.get_stage(parts[-3] if parts[-2] == 'stages' else parts[parts.index('apis') + 1],
                                                   parts[parts.index('stages') + 1])


def update_stage(self):
    stage, params = stage_of(self), json.loads(self.body)
    for name, attribute in NAMES.items():
        if name in params:
            setattr(stage, attribute, params[name])
    stage.route_settings = {**stage.route_settings, **params.get('routeSettings', {})}
    variables = {**stage.stage_variables, **params.get('stageVariables', {})}
    stage.stage_variables = {k: v for k, v in variables.items() if v != ''}
    return json.dumps(stage.to_json())


def delete_access_log_settings(self):
    stage_of(self).access_log_settings = None
    return 204, {}, ''


def delete_route_settings(self):
    from urllib.parse import unquote
    stage_of(self).route_settings.pop(unquote(self.path.split('/routesettings/')[1]), None)
    return 204, {}, ''


for added in (update_stage, delete_access_log_settings, delete_route_settings):
    if not hasattr(ApiGatewayV2Response, added.__name__):
        setattr(ApiGatewayV2Response, added.__name__, added)
base = '{0}/v2/apis/(?P<api_id>[^/]+)/stages/(?P<stage_name>[^/]+)'
urls.url_paths[base + '/accesslogsettings$'] = ApiGatewayV2Response.dispatch
urls.url_paths[base + '/routesettings/(?P<route_key>.+)$'] = ApiGatewayV2Response.dispatch
