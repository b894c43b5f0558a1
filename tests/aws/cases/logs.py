"""What resource_types.py plays, and what coverage.py excuses."""

GROUP = 'resource "aws_cloudwatch_log_group" "g" { name = "/g" }\n'

CASES = [
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
        'type': 'aws_cloudwatch_log_stream',
        'subject': 'aws_cloudwatch_log_stream.it',
        'config': GROUP + '''
resource "aws_cloudwatch_log_stream" "it" {
  name           = "it"
  log_group_name = aws_cloudwatch_log_group.g.name
}
''',
        'remove': ['logs', 'delete_log_stream', {'logGroupName': '/g', 'logStreamName': 'it'}],
        'replacements': [{'replace': ('"it"\n  log', '"it2"\n  log')}],
    },
    {
        'type': 'aws_cloudwatch_log_metric_filter',
        'subject': 'aws_cloudwatch_log_metric_filter.it',
        'config': GROUP + '''
resource "aws_cloudwatch_log_metric_filter" "it" {
  name           = "it"
  log_group_name = aws_cloudwatch_log_group.g.name
  pattern        = "{ $.level = \\"error\\" }"
  metric_transformation {
    name          = "Errors"
    namespace     = "it"
    value         = "1"
    default_value = "0"
    unit          = "Count"
  }
}
resource "aws_cloudwatch_log_metric_filter" "many" {
  count          = 5
  name           = "many-${count.index}"
  log_group_name = aws_cloudwatch_log_group.g.name
  pattern        = "ERROR"
  metric_transformation {
    name       = "E"
    namespace  = "it"
    value      = "$size"
    dimensions = { Size = "$size" }
  }
}
''',
        'updates': [{'name': 'pattern', 'replace': ('level', 'severity')},
                    {'name': 'value', 'replace': ('value         = "1"', 'value         = "2"')},
                    {'name': 'default', 'replace': ('default_value = "0"', 'default_value = "3"'),
                     'holds': [['logs', 'describe_metric_filters', {'logGroupName': '/g', 'filterNamePrefix': 'it'},
                                ['metricFilters', 0, 'metricTransformations', 0, 'defaultValue'], 3]]}],
        'remove': ['logs', 'delete_metric_filter', {'logGroupName': '/g', 'filterName': 'it'}],
        'mutations': [{'call': ['logs', 'put_metric_filter', {'logGroupName': '/g', 'filterName': 'it', 'filterPattern': 'x', 'metricTransformations': [
            {'metricName': 'Errors', 'metricNamespace': 'it', 'metricValue': '1', 'defaultValue': 0, 'unit': 'Count'}]}]}],
        'replacements': [{'replace': ('name           = "it"', 'name           = "it2"')}],
    },
    {
        'type': 'aws_cloudwatch_log_subscription_filter',
        'subject': 'aws_cloudwatch_log_subscription_filter.it',
        'config': GROUP + '''
resource "aws_kinesis_stream" "a" {
  name        = "a"
  shard_count = 1
}
resource "aws_cloudwatch_log_subscription_filter" "it" {
  name            = "it"
  log_group_name  = aws_cloudwatch_log_group.g.name
  filter_pattern  = ""
  destination_arn = aws_kinesis_stream.a.arn
}
''',
        'updates': [{'name': 'pattern', 'replace': ('filter_pattern  = ""', 'filter_pattern  = "ERROR"')}],
        'remove': ['logs', 'delete_subscription_filter', {'logGroupName': '/g', 'filterName': 'it'}],
        'replacements': [{'replace': ('name            = "it"', 'name            = "it2"')}],
    },
    {
        'type': 'aws_cloudwatch_log_resource_policy',
        'subject': 'aws_cloudwatch_log_resource_policy.it',
        'config': '''
resource "aws_cloudwatch_log_resource_policy" "it" {
  policy_name = "it"
  policy_document = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "logs:PutLogEvents", Principal = { Service = "events.amazonaws.com" }, Resource = "*" }] })
}
''',
        'updates': [{'name': 'document', 'replace': ('PutLogEvents', 'CreateLogStream')}],
        'remove': ['logs', 'delete_resource_policy', {'policyName': 'it'}],
        'replacements': [{'replace': ('"it"\n  policy_d', '"it2"\n  policy_d')}],
        'gone': [['logs', 'describe_resource_policies', {}, ['resourcePolicies']]],
    },
    {
        'type': 'aws_cloudwatch_query_definition',
        'subject': 'aws_cloudwatch_query_definition.it',
        'config': '''
resource "aws_cloudwatch_query_definition" "it" {
  name            = "it"
  query_string    = "fields @message"
  log_group_names = ["/a"]
}
resource "aws_cloudwatch_query_definition" "all" {
  name         = "all"
  query_string = "fields @message"
}
''',
        'updates': [{'name': 'query', 'replace': ('fields @message"\n  log', 'fields @timestamp"\n  log')},
                    {'name': 'name', 'replace': ('"it"\n  query', '"other"\n  query')},
                    {'name': 'groups', 'replace': ('["/a"]', '["/a", "/b"]')}],
        'remove': ['logs', 'delete_query_definition', {'queryDefinitionId': '${aws_cloudwatch_query_definition.it.query_definition_id}'}],
    },
]
