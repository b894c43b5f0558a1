"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
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
        'type': 'aws_cloudwatch_dashboard',
        'subject': 'aws_cloudwatch_dashboard.it',
        'config': '''
resource "aws_cloudwatch_dashboard" "it" {
  dashboard_name = "it"
  dashboard_body = jsonencode({ widgets = [{ type = "text", x = 0, y = 0, width = 3, height = 3, properties = { markdown = "a" } }] })
}
''',
        'updates': [{'name': 'body', 'replace': ('markdown = "a"', 'markdown = "b"')}],
        'mutations': [{'call': ['cloudwatch', 'put_dashboard', {'DashboardName': 'it', 'DashboardBody': '{"widgets": []}'}]}],
        'remove': ['cloudwatch', 'delete_dashboards', {'DashboardNames': ['it']}],
        'replacements': [{'replace': ('"it"\n  dashboard_b', '"it2"\n  dashboard_b')}],
        'gone': [['cloudwatch', 'list_dashboards', {}, ['DashboardEntries']]],
    },
    {
        'type': 'aws_cloudwatch_composite_alarm',
        'subject': 'aws_cloudwatch_composite_alarm.it',
        'config': '''
resource "aws_cloudwatch_composite_alarm" "it" {
  alarm_name        = "it"
  alarm_description = "first"
  alarm_rule        = "ALARM(a) OR ALARM(b)"
  alarm_actions     = ["arn:aws:sns:us-east-1:123456789012:x"]
  tags              = { A = "b" }
}
resource "aws_cloudwatch_composite_alarm" "suppressed" {
  alarm_name      = "suppressed"
  actions_enabled = false
  alarm_rule      = "ALARM(a)"
  actions_suppressor {
    alarm            = "deploying"
    extension_period = 10
    wait_period      = 20
  }
}
''',
        'updates': [{'name': 'rule', 'replace': ('OR ALARM(b)', 'AND ALARM(b)')},
                    {'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['cloudwatch', 'delete_alarms', {'AlarmNames': ['it']}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
]

DEFAULTS_BESIDES = {
    'aws_cloudwatch_metric_alarm': {'metric_query.return_data': 'false unless said'},
}
