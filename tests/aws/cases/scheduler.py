"""What resource_types.py plays, and what coverage.py excuses."""

CONFIG = '''
resource "aws_scheduler_schedule_group" "it" {
  name = "group"
  tags = { A = "b" }
}
resource "aws_scheduler_schedule" "it" {
  name                = "nightly"
  group_name          = aws_scheduler_schedule_group.it.name
  schedule_expression = "rate(1 hour)"
  flexible_time_window {
    mode = "OFF"
  }
  target {
    arn      = "arn:aws:sqs:us-east-1:123456789012:work"
    role_arn = "arn:aws:iam::123456789012:role/scheduler"
    input    = jsonencode({ a = 1 })
  }
}
'''
GONE = [['scheduler', 'list_schedules', {}, ['Schedules']]]
CASES = [
    {
        'type': 'aws_scheduler_schedule', 'subject': 'aws_scheduler_schedule.it', 'unsigned': True, 'config': CONFIG, 'gone': GONE,
        'updates': [{'name': 'rate', 'replace': ('rate(1 hour)', 'rate(2 hours)')}, {'name': 'input', 'replace': ('a = 1', 'a = 2')}],
        'remove': ['scheduler', 'delete_schedule', {'GroupName': 'group', 'Name': 'nightly'}],
        'replacements': [{'replace': ('"nightly"', '"daily"')}],
    },
    {
        'type': 'aws_scheduler_schedule_group', 'subject': 'aws_scheduler_schedule_group.it', 'unsigned': True,
        'config': CONFIG.split('resource "aws_scheduler_schedule" ')[0],
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ C = "d" }')}],
        'remove': ['scheduler', 'delete_schedule_group', {'Name': 'group'}],
        'replacements': [{'replace': ('"group"', '"other"')}],
    },
]
OF_AWS = 'what AWS makes of silence; a probe of a block is never silent about it'
DEFAULTS_BESIDES = {
    'aws_scheduler_schedule': {'target.ecs_parameters.task_count': OF_AWS, 'target.retry_policy.maximum_event_age_in_seconds': OF_AWS,
                               'target.retry_policy.maximum_retry_attempts': OF_AWS},
}
