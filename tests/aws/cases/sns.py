"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
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
        'type': 'aws_sns_topic_policy',
        'subject': 'aws_sns_topic_policy.it',
        'config': """
resource "aws_sns_topic" "t" { name = "t" }
resource "aws_sns_topic_policy" "it" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "x", Effect = "Allow", Principal = { AWS = "*" },
    Action = "SNS:Publish", Resource = aws_sns_topic.t.arn }] })
}
""",
        'updates': [{'name': 'policy', 'replace': ('SNS:Publish', 'SNS:Subscribe')}],
    },
]
