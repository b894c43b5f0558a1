#!/usr/bin/env python3
"""moto as the test server, with what it forgets added: the on-demand throughput limits of DynamoDB tables and their indexes.

  moto_server.py PORT        serves on 127.0.0.1:PORT until it is stopped
"""
import json
import sys

from moto.dynamodb.responses import DynamoHandler
from moto.server import main

# (account, region, table) -> {None: limits of the table, index name: limits of the index}
limits = {}


def remember(handler):
    body = handler.body
    key = (handler.current_account, handler.region, body['TableName'])
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

if __name__ == '__main__':
    sys.exit(main(['-H', '127.0.0.1', '-p', sys.argv[1]]))
