"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
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
