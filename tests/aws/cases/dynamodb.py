"""What resource_types.py plays, and what coverage.py excuses."""

TABLE = '''
resource "aws_dynamodb_table" "it" {
  name         = "table"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "PK"
  range_key    = "SK"
  attribute {
    name = "PK"
    type = "S"
  }
  attribute {
    name = "SK"
    type = "S"
  }
  attribute {
    name = "A"
    type = "S"
  }
  global_secondary_index {
    name            = "first"
    hash_key        = "A"
    projection_type = "ALL"
    on_demand_throughput {
      max_read_request_units  = 40000
      max_write_request_units = 40000
    }
  }
  on_demand_throughput {
    max_read_request_units  = 40000
    max_write_request_units = 40000
  }
  point_in_time_recovery { enabled = true }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
  tags = { A = "b" }
}
'''
SECOND_INDEX = '''  global_secondary_index {
    name               = "second"
    hash_key           = "SK"
    range_key          = "A"
    projection_type    = "INCLUDE"
    non_key_attributes = ["x", "w"]
  }
  on_demand_throughput {
    max_read_request_units  = 40000'''

KEYED = '''
resource "aws_dynamodb_table" "t" {
  name         = "t"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "PK"
  range_key    = "SK"
  attribute {
    name = "PK"
    type = "S"
  }
  attribute {
    name = "SK"
    type = "S"
  }
}
'''

CASES = [
    {
        'type': 'aws_dynamodb_table',
        'subject': 'aws_dynamodb_table.it',
        'config': TABLE,
        'holds': [['dynamodb', 'describe_time_to_live', {'TableName': 'table'}, ['TimeToLiveDescription', 'AttributeName'], 'expires'],
                  ['dynamodb', 'describe_table', {'TableName': 'table'}, ['Table', 'OnDemandThroughput', 'MaxReadRequestUnits'], 40000],
                  ['dynamodb', 'describe_continuous_backups', {'TableName': 'table'},
                   ['ContinuousBackupsDescription', 'PointInTimeRecoveryDescription', 'PointInTimeRecoveryStatus'], 'ENABLED']],
        'updates': [
            {'name': 'point in time recovery', 'replace': ('point_in_time_recovery { enabled = true }', 'point_in_time_recovery { enabled = false }')},
            {'name': 'ttl', 'replace': ('enabled        = true', 'enabled        = false')},
            {'name': 'tags', 'replace': ('{ A = "b" }', '{ B = "c" }')},
            {'name': 'deletion protection', 'replace': ('  tags = {', '  deletion_protection_enabled = true\n  tags = {')},
            {'name': 'stream', 'replace': ('  tags = {', '  stream_enabled = true\n  stream_view_type = "NEW_IMAGE"\n  tags = {'),
             'holds': [['dynamodb', 'describe_table', {'TableName': 'table'}, ['Table', 'StreamSpecification', 'StreamViewType'], 'NEW_IMAGE']]},
            {'name': 'limits', 'replace': ('  on_demand_throughput {\n    max_read_request_units  = 40000', '  on_demand_throughput {\n    max_read_request_units  = 100')},
            {'name': 'a second index', 'replace': ('  on_demand_throughput {\n    max_read_request_units  = 40000', SECOND_INDEX),
             'holds': [['dynamodb', 'describe_table', {'TableName': 'table'}, ['Table', 'GlobalSecondaryIndexes', 1, 'IndexName'], 'second']]},
            {'name': 'another projection', 'replace': ('projection_type = "ALL"', 'projection_type = "KEYS_ONLY"'),
             'holds': [['dynamodb', 'describe_table', {'TableName': 'table'},
                        ['Table', 'GlobalSecondaryIndexes', 0, 'Projection', 'ProjectionType'], 'KEYS_ONLY']]},
        ],
        'mutations': [{'call': ['dynamodb', 'update_table', {'TableName': 'table', 'DeletionProtectionEnabled': True}]},
                      {'call': ['dynamodb', 'update_continuous_backups',
                                {'TableName': 'table', 'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': False}}]}],
        'remove': ['dynamodb', 'delete_table', {'TableName': 'table'}],
        'replacements': [{'replace': ('hash_key     = "PK"\n  range_key    = "SK"', 'hash_key     = "SK"\n  range_key    = "PK"')}],
        'gone': [['dynamodb', 'list_tables', {}, ['TableNames']]],
    },
    {
        'type': 'aws_dynamodb_table_item',
        'subject': 'aws_dynamodb_table_item.it',
        'config': KEYED + '''
resource "aws_dynamodb_table_item" "it" {
  table_name = aws_dynamodb_table.t.name
  hash_key   = "PK"
  range_key  = "SK"
  item       = jsonencode({ PK = { S = "a" }, SK = { S = "b" }, n = { N = "1" }, gone = { S = "x" } })
}
''',
        'updates': [{'name': 'value', 'replace': ('N = "1"', 'N = "2"')},
                    {'name': 'an attribute less', 'replace': (', gone = { S = "x" }', '')},
                    {'name': 'another key', 'replace': ('S = "b"', 'S = "c"')}],
        'mutations': [{'call': ['dynamodb', 'update_item', {'TableName': 't', 'Key': {'PK': {'S': 'a'}, 'SK': {'S': 'b'}}, 'UpdateExpression': 'SET n = :n',
                                                            'ExpressionAttributeValues': {':n': {'N': '9'}}}]}],
        'remove': ['dynamodb', 'delete_item', {'TableName': 't', 'Key': {'PK': {'S': 'a'}, 'SK': {'S': 'b'}}}],
    },
    {
        'type': 'aws_dynamodb_resource_policy',
        'subject': 'aws_dynamodb_resource_policy.it',
        'config': KEYED + '''
resource "aws_dynamodb_resource_policy" "it" {
  resource_arn = aws_dynamodb_table.t.arn
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "dynamodb:GetItem",
    Principal = { AWS = "arn:aws:iam::111122223333:root" }, Resource = aws_dynamodb_table.t.arn }] })
}
''',
        'updates': [{'name': 'policy', 'replace': ('dynamodb:GetItem', 'dynamodb:Query')}],
        'remove': ['dynamodb', 'delete_resource_policy', {'ResourceArn': '${aws_dynamodb_table.t.arn}'}],
    },
    {
        'type': 'aws_dynamodb_tag',
        'subject': 'aws_dynamodb_tag.it',
        'config': KEYED.replace('range_key', 'lifecycle { ignore_changes = [tags, tags_all] }\n  range_key') + '''
resource "aws_dynamodb_tag" "it" {
  resource_arn = aws_dynamodb_table.t.arn
  key          = "K"
  value        = "first"
}
''',
        'updates': [{'name': 'value', 'replace': ('"first"', '"second"')}],
        'mutations': [{'call': ['dynamodb', 'tag_resource', {'ResourceArn': '${aws_dynamodb_table.t.arn}', 'Tags': [{'Key': 'K', 'Value': 'z'}]}]}],
        'remove': ['dynamodb', 'untag_resource', {'ResourceArn': '${aws_dynamodb_table.t.arn}', 'TagKeys': ['K']}],
        'replacements': [{'replace': ('"K"', '"L"')}],
    },
    {
        'type': 'aws_dynamodb_table_replica',
        'subject': 'aws_dynamodb_table_replica.it',
        'config': KEYED.replace('resource "aws_dynamodb_table"', '''
provider "aws" {
  alias  = "west"
  region = "us-west-2"
}
resource "aws_dynamodb_table"''') + '''
resource "aws_dynamodb_table_replica" "it" {
  provider         = aws.west
  global_table_arn = aws_dynamodb_table.t.arn
  tags             = { A = "b" }
}
''',
        'updates': [{'name': 'point in time recovery', 'replace': ('  tags ', '  point_in_time_recovery = true\n  tags ')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['dynamodb', 'update_table', {'TableName': 't', 'ReplicaUpdates': [{'Delete': {'RegionName': 'us-west-2'}}]}],
    },
]

# Where a declaration knows better than the probes behind behaviour.json; each with its reason.
REPLACES_BESIDES = {
    'aws_dynamodb_table': {'hash_key': 'the probe values were refused', 'range_key': 'the probe values were refused',
                           'local_secondary_index': 'indexes of that kind are made with the table'},
}
DEFAULTS_BESIDES = {
    'aws_dynamodb_table': {'billing_mode': 'needed with every update of capacity', 'table_class': 'what AWS makes without one',
                           'global_secondary_index.read_capacity': 'on demand there is none', 'ttl.enabled': 'off unless said',
                           'global_secondary_index.write_capacity': 'on demand there is none'},
}
