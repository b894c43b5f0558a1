"""What resource_types.py plays, and what coverage.py excuses."""

RECORDER = '''
resource "aws_config_configuration_recorder" "it" {
  role_arn = "arn:aws:iam::123456789012:role/config"
}
'''
CHANNEL = '''
resource "aws_config_delivery_channel" "it" {
  s3_bucket_name = "config-bucket"
  s3_key_prefix  = "first"
  depends_on     = [aws_config_configuration_recorder.it]
}
'''

CASES = [
    {
        'type': 'aws_config_config_rule',
        'subject': 'aws_config_config_rule.it',
        'config': RECORDER + '''
resource "aws_config_config_rule" "it" {
  name        = "it"
  description = "first"
  source {
    owner             = "AWS"
    source_identifier = "S3_BUCKET_VERSIONING_ENABLED"
  }
  scope { compliance_resource_types = ["AWS::S3::Bucket"] }
  tags       = { A = "b" }
  depends_on = [aws_config_configuration_recorder.it]
}
''',
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['config', 'delete_config_rule', {'ConfigRuleName': 'it'}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
    {
        'type': 'aws_config_configuration_recorder',
        'subject': 'aws_config_configuration_recorder.it',
        'config': '''
resource "aws_config_configuration_recorder" "it" {
  name     = "it"
  role_arn = "arn:aws:iam::123456789012:role/config"
  recording_group {
    all_supported  = false
    resource_types = ["AWS::EC2::Instance"]
  }
}
''',
        'updates': [{'name': 'role', 'replace': (':role/config', ':role/other')},
                    {'name': 'types', 'replace': ('"AWS::EC2::Instance"', '"AWS::EC2::Instance", "AWS::EC2::Volume"')}],
        'remove': ['config', 'delete_configuration_recorder', {'ConfigurationRecorderName': 'it'}],
        'replacements': [{'replace': ('= "it"', '= "it2"')}],
    },
    {
        'type': 'aws_config_delivery_channel',
        'subject': 'aws_config_delivery_channel.it',
        'config': RECORDER + CHANNEL,
        'updates': [{'name': 'prefix', 'replace': ('"first"', '"second"')}],
        'remove': ['config', 'delete_delivery_channel', {'DeliveryChannelName': 'default'}],
    },
    {
        'type': 'aws_config_configuration_recorder_status',
        'subject': 'aws_config_configuration_recorder_status.it',
        'config': RECORDER + CHANNEL + '''
resource "aws_config_configuration_recorder_status" "it" {
  name       = aws_config_configuration_recorder.it.name
  is_enabled = true
  depends_on = [aws_config_delivery_channel.it]
}
''',
        'updates': [{'name': 'stopped', 'replace': ('= true', '= false')}],
        'mutations': [{'call': ['config', 'stop_configuration_recorder', {'ConfigurationRecorderName': 'default'}]}],
    },
]
