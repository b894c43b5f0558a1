"""What resource_types.py plays, and what coverage.py excuses."""

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
]
