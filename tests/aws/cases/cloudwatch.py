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
]

DEFAULTS_BESIDES = {
    'aws_cloudwatch_metric_alarm': {'metric_query.return_data': 'false unless said'},
}
