"""What types.py plays: one case for each resource type."""

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

CASES = [
    {
        'type': 'aws_ssm_parameter',
        'subject': 'aws_ssm_parameter.it',
        'config': '''
resource "aws_ssm_parameter" "it" {
  name        = "/a/it"
  type        = "String"
  value       = "v1"
  description = "first"
  tags        = { A = "b" }
}
resource "aws_ssm_parameter" "many" {
  count = 12
  name  = "/a/many/${count.index}"
  type  = "SecureString"
  value = "x"
}
resource "aws_ssm_parameter" "written" {
  name             = "/a/written"
  type             = "SecureString"
  value_wo         = "hidden"
  value_wo_version = 1
}
''',
        'holds': [['ssm', 'get_parameter', {'Name': '/a/written', 'WithDecryption': True}, ['Parameter', 'Value'], 'hidden'],
                  ['ssm', 'list_tags_for_resource', {'ResourceType': 'Parameter', 'ResourceId': '/a/it'}, ['TagList', 0, 'Key'], 'A']],
        'updates': [{'name': 'value', 'replace': ('"v1"', '"v2"'),
                     'holds': [['ssm', 'get_parameter', {'Name': '/a/it'}, ['Parameter', 'Value'], 'v2']]},
                    {'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c", D = "e" }')},
                    {'name': 'no tags', 'replace': ('  tags        = { A = "b" }\n', '')}],
        'mutations': [{'call': ['ssm', 'put_parameter', {'Name': '/a/it', 'Value': 'other', 'Overwrite': True}]},
                      {'call': ['ssm', 'add_tags_to_resource',
                                {'ResourceType': 'Parameter', 'ResourceId': '/a/it', 'Tags': [{'Key': 'A', 'Value': 'other'}]}]}],
        'remove': ['ssm', 'delete_parameter', {'Name': '/a/it'}],
        'replacements': [{'replace': ('"/a/it"', '"/a/it2"')}],
        'gone': [['ssm', 'describe_parameters', {}, ['Parameters']]],
    },
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
        'type': 'aws_sns_topic',
        'subject': 'aws_sns_topic.it',
        'config': '''
resource "aws_sns_topic" "it" {
  name         = "it"
  display_name = "first"
  tags         = { A = "b" }
}
resource "aws_sns_topic" "generated" {}
resource "aws_sns_topic" "prefixed" {
  name_prefix = "pre-"
  fifo_topic  = true
}
''',
        'updates': [{'name': 'display name', 'replace': ('"first"', '"second"')},
                    {'name': 'no display name', 'replace': ('  display_name = "first"\n', '')},
                    {'name': 'a policy', 'replace': ('  display_name =', '''  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Sid = "x", Effect = "Allow", Principal = { AWS = "*" }, Action = "SNS:Publish", Resource = "*" }] })
  display_name =''')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['sns', 'set_topic_attributes',
                                {'TopicArn': '${aws_sns_topic.it.arn}', 'AttributeName': 'DisplayName', 'AttributeValue': 'other'}]}],
        'remove': ['sns', 'delete_topic', {'TopicArn': '${aws_sns_topic.it.arn}'}],
        'replacements': [{'replace': ('name         = "it"', 'name         = "it2"')}],
        'gone': [['sns', 'list_topics', {}, ['Topics']]],
    },
    {
        'type': 'aws_sns_topic_subscription',
        'subject': 'aws_sns_topic_subscription.it',
        'config': '''
resource "aws_sns_topic" "t" { name = "t" }
resource "aws_sqs_queue" "q" { name = "q" }
resource "aws_sqs_queue" "r" { name = "r" }
resource "aws_sns_topic_subscription" "it" {
  topic_arn            = aws_sns_topic.t.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.q.arn
  raw_message_delivery = true
  filter_policy        = jsonencode({ kind = ["a", "b"] })
}
''',
        'updates': [{'name': 'raw', 'replace': ('= true', '= false')},
                    {'name': 'filter', 'replace': ('["a", "b"]', '["c"]')}],
        'mutations': [{'call': ['sns', 'set_subscription_attributes',
                                {'SubscriptionArn': '${aws_sns_topic_subscription.it.arn}', 'AttributeName': 'RawMessageDelivery',
                                 'AttributeValue': 'false'}]}],
        'remove': ['sns', 'unsubscribe', {'SubscriptionArn': '${aws_sns_topic_subscription.it.arn}'}],
        'replacements': [{'replace': ('aws_sqs_queue.q.arn', 'aws_sqs_queue.r.arn')}],
        'gone': [['sns', 'list_subscriptions', {}, ['Subscriptions']]],
    },
    {
        'type': 'aws_cloudwatch_metric_alarm',
        'subject': 'aws_cloudwatch_metric_alarm.it',
        'config': '''
resource "aws_cloudwatch_metric_alarm" "it" {
  alarm_name          = "it"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "Duration"
  namespace           = "AWS/Lambda"
  period              = 300
  statistic           = "Average"
  threshold           = 5000
  alarm_description   = "first"
  dimensions          = { F = "x" }
  tags                = { A = "b" }
}
resource "aws_cloudwatch_metric_alarm" "math" {
  alarm_name          = "math"
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 1
  threshold           = 0.5
  metric_query {
    id          = "e1"
    expression  = "m1*2"
    label       = "twice"
    return_data = true
  }
  metric_query {
    id = "m1"
    metric {
      metric_name = "Duration"
      namespace   = "AWS/Lambda"
      period      = 60
      stat        = "Sum"
      dimensions  = { F = "x" }
    }
  }
}
''',
        'updates': [{'name': 'threshold', 'replace': ('5000', '6000')},
                    {'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'dimensions', 'replace': ('dimensions          = { F = "x" }', 'dimensions          = { F = "y", G = "z" }')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['cloudwatch', 'put_metric_alarm',
                                {'AlarmName': 'it', 'ComparisonOperator': 'LessThanThreshold', 'EvaluationPeriods': 2, 'MetricName': 'Duration',
                                 'Namespace': 'AWS/Lambda', 'Period': 300, 'Statistic': 'Average', 'Threshold': 1,
                                 'Tags': [{'Key': 'A', 'Value': 'b'}, {'Key': 'Owner', 'Value': 'team'}]}]}],
        'remove': ['cloudwatch', 'delete_alarms', {'AlarmNames': ['it']}],
        'replacements': [{'replace': ('alarm_name          = "it"', 'alarm_name          = "it2"')}],
        'gone': [['cloudwatch', 'describe_alarms', {}, ['MetricAlarms']]],
    },
    {
        'type': 'aws_cloudwatch_log_group',
        'subject': 'aws_cloudwatch_log_group.it',
        'config': '''
resource "aws_cloudwatch_log_group" "it" {
  name              = "/it"
  retention_in_days = 30
  tags              = { A = "b" }
}
resource "aws_cloudwatch_log_group" "many" {
  count = 60
  name  = "/it/${count.index}"
}
''',
        'updates': [{'name': 'retention', 'replace': ('= 30', '= 7')},
                    {'name': 'no retention', 'replace': ('= 30', '= 0')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['logs', 'put_retention_policy', {'logGroupName': '/it', 'retentionInDays': 90}]}],
        'remove': ['logs', 'delete_log_group', {'logGroupName': '/it'}],
        'replacements': [{'replace': ('"/it"', '"/other"')}],
        'gone': [['logs', 'describe_log_groups', {}, ['logGroups']]],
    },
    {
        'type': 'aws_kms_key',
        'subject': 'aws_kms_key.it',
        'config': '''
resource "aws_kms_key" "it" {
  description             = "first"
  deletion_window_in_days = 7
  enable_key_rotation     = true
  tags                    = { A = "b" }
}
resource "aws_kms_key" "off" { is_enabled = false }
''',
        'holds': [['kms', 'list_resource_tags', {'KeyId': '${aws_kms_key.off.key_id}'}, ['Tags'], [{'TagKey': 'Owner', 'TagValue': 'team'}]]],
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'rotation', 'replace': ('= true', '= false')},
                    {'name': 'window', 'replace': ('= 7', '= 8')},
                    {'name': 'disabled', 'replace': ('  tags  ', '  is_enabled = false\n  tags  ')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['kms', 'update_key_description', {'KeyId': '${aws_kms_key.it.key_id}', 'Description': 'other'}]},
                      {'call': ['kms', 'disable_key_rotation', {'KeyId': '${aws_kms_key.it.key_id}'}]}],
        'remove': ['kms', 'schedule_key_deletion', {'KeyId': '${aws_kms_key.it.key_id}'}],
        'replacements': [{'replace': ('  tags  ', '  key_usage = "SIGN_VERIFY"\n  customer_master_key_spec = "RSA_2048"\n  tags  ')}],
    },
    {
        'type': 'aws_sqs_queue',
        'subject': 'aws_sqs_queue.it',
        'config': '''
resource "aws_sqs_queue" "dead" { name = "dead" }
resource "aws_sqs_queue" "it" {
  name                       = "it"
  visibility_timeout_seconds = 60
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 4 })
  tags                       = { A = "b" }
}
resource "aws_sqs_queue" "fifo" {
  name                        = "it.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
}
resource "aws_sqs_queue" "generated" {}
''',
        'updates': [{'name': 'timeout', 'replace': ('= 60', '= 90')},
                    {'name': 'redrive', 'replace': ('maxReceiveCount = 4', 'maxReceiveCount = 5')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['sqs', 'set_queue_attributes', {'QueueUrl': '${aws_sqs_queue.it.url}', 'Attributes': {'VisibilityTimeout': '10'}}]}],
        'remove': ['sqs', 'delete_queue', {'QueueUrl': '${aws_sqs_queue.it.url}'}],
        'replacements': [{'replace': ('name                       = "it"', 'name                       = "it2"')}],
        'gone': [['sqs', 'list_queues', {}, ['QueueUrls']]],
    },
    {
        'type': 'aws_kms_alias',
        'subject': 'aws_kms_alias.it',
        'config': '''
resource "aws_kms_key" "a" {}
resource "aws_kms_key" "b" {}
resource "aws_kms_alias" "it" {
  name          = "alias/it"
  target_key_id = aws_kms_key.a.key_id
}
resource "aws_kms_alias" "by_arn" {
  name          = "alias/by-arn"
  target_key_id = aws_kms_key.a.arn
}
''',
        'updates': [{'name': 'target', 'replace': ('aws_kms_key.a.key_id', 'aws_kms_key.b.key_id')}],
        'mutations': [{'call': ['kms', 'update_alias', {'AliasName': 'alias/it', 'TargetKeyId': '${aws_kms_key.b.key_id}'}]}],
        'remove': ['kms', 'delete_alias', {'AliasName': 'alias/it'}],
        'replacements': [{'replace': ('"alias/it"', '"alias/it2"')}],
    },
    {
        'type': 'aws_sqs_queue_policy',
        'subject': 'aws_sqs_queue_policy.it',
        'config': '''
resource "aws_sqs_queue" "q" { name = "q" }
resource "aws_sqs_queue" "r" { name = "r" }
resource "aws_sqs_queue_policy" "it" {
  queue_url = aws_sqs_queue.q.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Sid = "a", Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }] })
}
''',
        'updates': [{'name': 'policy', 'replace': ('sqs:SendMessage', 'sqs:ReceiveMessage')}],
        'mutations': [{'call': ['sqs', 'set_queue_attributes',
                                {'QueueUrl': '${aws_sqs_queue.q.url}', 'Attributes': {'Policy': '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}]}'}}]}],
        'remove': ['sqs', 'set_queue_attributes', {'QueueUrl': '${aws_sqs_queue.q.url}', 'Attributes': {'Policy': ''}}],
        'replacements': [{'replace': ('aws_sqs_queue.q.id', 'aws_sqs_queue.r.id')}],
    },
]
