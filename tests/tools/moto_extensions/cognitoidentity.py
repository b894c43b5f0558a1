"""Cognito identity pools: tags of a pool that exists, and the classic flow, which moto forgets."""
import json

from moto.cognitoidentity.responses import CognitoIdentityResponse


def pool_of(self):
    return self.backend.identity_pools[self._get_param('ResourceArn').rsplit('/', 1)[1]]


def tag_resource(self):
    pool_of(self).tags.update(self._get_param('Tags'))
    return '{}'


def untag_resource(self):
    for key in self._get_param('TagKeys'):
        pool_of(self).tags.pop(key, None)
    return '{}'


def list_tags_for_resource(self):
    return json.dumps({'Tags': pool_of(self).tags})


for function in (tag_resource, untag_resource, list_tags_for_resource):
    setattr(CognitoIdentityResponse, function.__name__, function)


def with_classic_flow(name):
    inner = getattr(CognitoIdentityResponse, name)

    def wrapped(self):
        answer = json.loads(inner(self))
        pool = self.backend.identity_pools[answer['IdentityPoolId']]
        if name != 'describe_identity_pool':
            pool.classic_flow = self._get_param('AllowClassicFlow', False)
        answer['AllowClassicFlow'] = getattr(pool, 'classic_flow', False)
        return json.dumps(answer)

    setattr(CognitoIdentityResponse, name, wrapped)


for operation in ('create_identity_pool', 'update_identity_pool', 'describe_identity_pool'):
    with_classic_flow(operation)
