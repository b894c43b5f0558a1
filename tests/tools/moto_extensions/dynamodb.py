"""DynamoDB: the on-demand throughput limits of tables and their indexes, which moto forgets; replicas in other
regions; a tag that is set again, which it has twice."""
import json

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.responses import DynamoHandler

# (account, region, table) -> {None: limits of the table, index name: limits of the index}
limits = {}


# (account, region, table) -> {region of a replica: how it was made}
replicas = {}


def replicate(handler, key):
    table = handler.dynamodb_backend.get_table(key[2])
    for change in handler.body.get('ReplicaUpdates', []):
        for kind, what in change.items():
            there = dynamodb_backends[key[0]][what['RegionName']]
            if kind == 'Create':
                replicas.setdefault(key, {})[what['RegionName']] = what
                there.create_table(key[2], schema=table.schema, throughput=dict(table.throughput), attr=table.attr, global_indexes=None, indexes=None,
                                   streams=None, billing_mode=table.billing_mode, sse_specification=None, tags=[],
                                   deletion_protection_enabled=False, warm_throughput=None)
            elif kind == 'Delete':
                replicas.get(key, {}).pop(what['RegionName'], None)
                there.delete_table(key[2])


def remember(handler):
    body = handler.body
    key = (handler.current_account, handler.region, body['TableName'])
    if 'KeySchema' in body:
        replicas.pop(key, None)
    replicate(handler, key)
    kept = limits.setdefault(key, {})
    if 'OnDemandThroughput' in body:
        kept[None] = body['OnDemandThroughput']
    for index in body.get('GlobalSecondaryIndexes', []):
        if 'OnDemandThroughput' in index:
            kept[index['IndexName']] = index['OnDemandThroughput']
    for change in body.get('GlobalSecondaryIndexUpdates', []):
        for kind in ('Create', 'Update'):
            index = change.get(kind, {})
            if 'OnDemandThroughput' in index:
                kept[index['IndexName']] = index['OnDemandThroughput']
        if 'Delete' in change:
            kept.pop(change['Delete']['IndexName'], None)


def add_to(handler, table):
    kept = limits.get((handler.current_account, handler.region, table.get('TableName')), {})
    if None in kept:
        table['OnDemandThroughput'] = kept[None]
    for region, how in replicas.get((handler.current_account, handler.region, table.get('TableName')), {}).items():
        table.setdefault('Replicas', []).append({'RegionName': region, 'ReplicaStatus': 'ACTIVE', **{k: v for k, v in how.items() if k == 'KMSMasterKeyId'}})
    for index in table.get('GlobalSecondaryIndexes') or []:
        if index['IndexName'] in kept:
            index['OnDemandThroughput'] = kept[index['IndexName']]


def wrap(name, before=None):
    inner = getattr(DynamoHandler, name)

    def wrapped(self):
        result = inner(self)
        if before:
            before(self)
        # The result is an object that holds the answer, or its JSON text.
        answer = getattr(result, 'result', None)
        text = isinstance(result, str)
        if text:
            answer = json.loads(result)
        if isinstance(answer, dict):
            for part in ('Table', 'TableDescription'):
                if isinstance(answer.get(part), dict):
                    add_to(self, answer[part])
        return json.dumps(answer) if text else result

    setattr(DynamoHandler, name, wrapped)


def forget(handler):
    limits.pop((handler.current_account, handler.region, handler.body['TableName']), None)


wrap('create_table', remember)
wrap('update_table', remember)
wrap('describe_table')
wrap('delete_table', forget)


def tag_resource(self):
    keys = [tag['Key'] for tag in self.body['Tags']]
    self.dynamodb_backend.untag_resource(self.body['ResourceArn'], keys)
    return add_tags(self)


add_tags = DynamoHandler.tag_resource
DynamoHandler.tag_resource = tag_resource
