"""What resource_types.py plays, and what coverage.py excuses."""

RULE = '''
resource "aws_cloudwatch_event_rule" "r" {
  name                = "r"
  schedule_expression = "rate(1 day)"
}
'''
CONNECTION = '''
resource "aws_cloudwatch_event_connection" "it" {
  name               = "it"
  description        = "first"
  authorization_type = "BASIC"
  auth_parameters {
    basic {
      username = "someone"
      password = "example-only"
    }
  }
}
'''

CASES = [
    {
        'type': 'aws_cloudwatch_event_bus',
        'subject': 'aws_cloudwatch_event_bus.it',
        'config': '''
resource "aws_cloudwatch_event_bus" "it" {
  name        = "it"
  description = "first"
  tags        = { A = "b" }
}
''',
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['events', 'delete_event_bus', {'Name': 'it'}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
    {
        'type': 'aws_cloudwatch_event_permission',
        'subject': 'aws_cloudwatch_event_permission.it',
        'config': '''
resource "aws_cloudwatch_event_permission" "it" {
  principal    = "111122223333"
  statement_id = "it"
}
resource "aws_cloudwatch_event_permission" "all" {
  principal    = "*"
  statement_id = "all"
  condition {
    key   = "aws:PrincipalOrgID"
    type  = "StringEquals"
    value = "o-1234567890"
  }
}
''',
        'updates': [{'name': 'principal', 'replace': ('111122223333', '444455556666')}],
        'remove': ['events', 'remove_permission', {'StatementId': 'it'}],
        'replacements': [{'replace': ('statement_id = "it"', 'statement_id = "it2"')}],
    },
    {
        'type': 'aws_cloudwatch_event_rule',
        'subject': 'aws_cloudwatch_event_rule.it',
        'config': '''
resource "aws_cloudwatch_event_rule" "it" {
  name          = "it"
  description   = "first"
  event_pattern = jsonencode({ source = ["a"] })
  tags          = { A = "b" }
}
resource "aws_cloudwatch_event_bus" "bus" { name = "bus" }
resource "aws_cloudwatch_event_rule" "beside" {
  count          = 5
  name           = "beside-${count.index}"
  event_bus_name = count.index == 0 ? aws_cloudwatch_event_bus.bus.name : "default"
  event_pattern  = jsonencode({ source = ["c"] })
}
resource "aws_cloudwatch_event_rule" "off" {
  schedule_expression = "rate(1 day)"
  state               = "DISABLED"
}
''',
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'pattern', 'replace': ('source = ["a"]', 'source = ["b"]')},
                    {'name': 'off', 'replace': ('= "first"', '= "first"\n  is_enabled = false')},
                    {'name': 'off by state', 'replace': ('= "first"', '= "first"\n  state = "DISABLED"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['events', 'disable_rule', {'Name': 'it'}]}],
        'remove': ['events', 'delete_rule', {'Name': 'it'}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
    {
        'type': 'aws_cloudwatch_event_target',
        'subject': 'aws_cloudwatch_event_target.it',
        'config': RULE + '''
resource "aws_cloudwatch_event_target" "it" {
  rule      = aws_cloudwatch_event_rule.r.name
  target_id = "it"
  arn       = "arn:aws:sqs:us-east-1:123456789012:q"
  input     = jsonencode({ a = 1 })
  retry_policy {
    maximum_retry_attempts       = 3
    maximum_event_age_in_seconds = 60
  }
}
resource "aws_cloudwatch_event_target" "task" {
  rule     = aws_cloudwatch_event_rule.r.name
  arn      = "arn:aws:ecs:us-east-1:123456789012:cluster/c"
  role_arn = "arn:aws:iam::123456789012:role/r"
  ecs_target {
    task_definition_arn = "arn:aws:ecs:us-east-1:123456789012:task-definition/t:1"
    launch_type         = "FARGATE"
    tags                = { K = "v" }
    network_configuration {
      subnets          = ["subnet-2", "subnet-1"]
      assign_public_ip = true
    }
    capacity_provider_strategy {
      capacity_provider = "FARGATE_SPOT"
      weight            = 1
    }
  }
}
resource "aws_cloudwatch_event_target" "transformed" {
  rule = aws_cloudwatch_event_rule.r.name
  arn  = "arn:aws:events:us-east-1:123456789012:api-destination/d"
  input_transformer {
    input_paths    = { source = "$.source" }
    input_template = "<source>"
  }
  http_target {
    path_parameter_values   = ["a"]
    header_parameters       = { H = "x" }
    query_string_parameters = { q = "y" }
  }
  dead_letter_config { arn = "arn:aws:sqs:us-east-1:123456789012:dead" }
}
''',
        'updates': [{'name': 'input', 'replace': ('a = 1', 'a = 2')},
                    {'name': 'no input', 'replace': ('  input     = jsonencode({ a = 1 })\n', '')},
                    {'name': 'target', 'replace': (':q"', ':p"')},
                    {'name': 'retries', 'replace': ('= 3', '= 4')}],
        'remove': ['events', 'remove_targets', {'Rule': 'r', 'Ids': ['it']}],
        'replacements': [{'replace': ('"it"\n  arn', '"it2"\n  arn')}],
    },
    {
        'type': 'aws_cloudwatch_event_connection',
        'subject': 'aws_cloudwatch_event_connection.it',
        'config': CONNECTION,
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'user', 'replace': ('"someone"', '"other"')}],
        'remove': ['events', 'delete_connection', {'Name': 'it'}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
    {
        'type': 'aws_cloudwatch_event_api_destination',
        'subject': 'aws_cloudwatch_event_api_destination.to',
        'config': CONNECTION + '''
resource "aws_cloudwatch_event_api_destination" "to" {
  name                = "to"
  connection_arn      = aws_cloudwatch_event_connection.it.arn
  invocation_endpoint = "https://example.com/a"
  http_method         = "POST"
}
''',
        'updates': [{'name': 'endpoint', 'replace': ('com/a', 'com/b')},
                    {'name': 'rate', 'replace': ('"POST"', '"POST"\n  invocation_rate_limit_per_second = 10')}],
        'remove': ['events', 'delete_api_destination', {'Name': 'to'}],
        'replacements': [{'replace': ('= "to"', '= "to2"')}],
    },
    {
        'type': 'aws_cloudwatch_event_archive',
        'subject': 'aws_cloudwatch_event_archive.it',
        'config': '''
resource "aws_cloudwatch_event_bus" "bus" { name = "bus" }
resource "aws_cloudwatch_event_archive" "it" {
  name             = "it"
  description      = "first"
  event_source_arn = aws_cloudwatch_event_bus.bus.arn
  retention_days   = 7
  event_pattern    = jsonencode({ source = ["a"] })
}
''',
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'days', 'replace': ('= 7', '= 9')},
                    {'name': 'pattern', 'replace': ('["a"]', '["b"]')}],
        'remove': ['events', 'delete_archive', {'ArchiveName': 'it'}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
]
