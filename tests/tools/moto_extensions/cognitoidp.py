"""Cognito: resource servers that change and go, and tags of user pools."""
from moto.cognitoidp.exceptions import ResourceNotFoundError
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult


def update_resource_server(self):
    server = self.backend.describe_resource_server(self._get_param('UserPoolId'), self._get_param('Identifier'))
    server.name, server.scopes = self._get_param('Name'), self._get_param('Scopes')
    return ActionResult({'ResourceServer': server.to_json()})


def delete_resource_server(self):
    self.backend.describe_resource_server(self._get_param('UserPoolId'), self._get_param('Identifier'))
    del self.backend.describe_user_pool(self._get_param('UserPoolId')).resource_servers[self._get_param('Identifier')]
    return EmptyResult()


def tags_of(self):
    for pool in self.backend.user_pools.values():
        if pool.arn == self._get_param('ResourceArn'):
            return pool.extended_config.setdefault('UserPoolTags', {})
    raise ResourceNotFoundError(self._get_param('ResourceArn'))


def tag_resource(self):
    tags_of(self).update(self._get_param('Tags'))
    return EmptyResult()


def untag_resource(self):
    for key in self._get_param('TagKeys'):
        tags_of(self).pop(key, None)
    return EmptyResult()


def list_tags_for_resource(self):
    return ActionResult({'Tags': tags_of(self)})


for function in (update_resource_server, delete_resource_server, tag_resource, untag_resource, list_tags_for_resource):
    setattr(CognitoIdpResponse, function.__name__, function)
