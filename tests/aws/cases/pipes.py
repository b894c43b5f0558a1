"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
    {
        'type': 'aws_pipes_pipe',
        'unsigned': True,
        'subject': 'aws_pipes_pipe.it',
        'config': '''
resource "aws_sqs_queue" "from" { name = "from" }
resource "aws_sqs_queue" "to" { name = "to" }
resource "aws_sqs_queue" "other" { name = "other" }
resource "aws_pipes_pipe" "it" {
  name     = "it"
  role_arn = "arn:aws:iam::123456789012:role/pipe"
  source   = aws_sqs_queue.from.arn
  target   = aws_sqs_queue.to.arn
  source_parameters {
    filter_criteria {
      filter {
        pattern = jsonencode({ source = ["a"] })
      }
    }
    sqs_queue_parameters { batch_size = 5 }
  }
  target_parameters {
    input_template = "<$.body>"
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'target', 'replace': ('aws_sqs_queue.to.arn', 'aws_sqs_queue.other.arn')},
                    {'name': 'batch', 'replace': ('= 5', '= 7')},
                    {'name': 'description', 'replace': ('  tags =', '  description = "moves"\n  tags =')},
                    {'name': 'template', 'replace': ('<$.body>', '<$.messageId>')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['pipes', 'delete_pipe', {'Name': 'it'}],
        'replacements': [{'replace': ('= aws_sqs_queue.from.arn', '= aws_sqs_queue.other.arn')}],
    },
]
