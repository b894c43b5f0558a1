"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
    {
        'type': 'aws_ssm_parameter',
        'subject': 'aws_ssm_parameter.it',
        'config': '''
resource "aws_ssm_parameter" "it" {
  name        = "/a/it"
  type        = "String"
  value       = "v1"
  description = "first"
  tags        = { A = "b" }
}
resource "aws_ssm_parameter" "many" {
  count = 12
  name  = "/a/many/${count.index}"
  type  = "SecureString"
  value = "x"
}
resource "aws_ssm_parameter" "written" {
  name             = "/a/written"
  type             = "SecureString"
  value_wo         = "hidden"
  value_wo_version = 1
}
''',
        'holds': [['ssm', 'get_parameter', {'Name': '/a/written', 'WithDecryption': True}, ['Parameter', 'Value'], 'hidden'],
                  ['ssm', 'list_tags_for_resource', {'ResourceType': 'Parameter', 'ResourceId': '/a/it'}, ['TagList', 0, 'Key'], 'A']],
        'updates': [{'name': 'value', 'replace': ('"v1"', '"v2"'),
                     'holds': [['ssm', 'get_parameter', {'Name': '/a/it'}, ['Parameter', 'Value'], 'v2']]},
                    {'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c", D = "e" }')},
                    {'name': 'no tags', 'replace': ('  tags        = { A = "b" }\n', '')}],
        'mutations': [{'call': ['ssm', 'put_parameter', {'Name': '/a/it', 'Value': 'other', 'Overwrite': True}]},
                      {'call': ['ssm', 'add_tags_to_resource',
                                {'ResourceType': 'Parameter', 'ResourceId': '/a/it', 'Tags': [{'Key': 'A', 'Value': 'other'}]}]}],
        'remove': ['ssm', 'delete_parameter', {'Name': '/a/it'}],
        'replacements': [{'replace': ('"/a/it"', '"/a/it2"')}],
        'gone': [['ssm', 'describe_parameters', {}, ['Parameters']]],
    },
    {
        'type': 'aws_ssm_document',
        'subject': 'aws_ssm_document.it',
        'config': """
resource "aws_ssm_document" "it" {
  name          = "it-document"
  document_type = "Command"
  content = jsonencode({ schemaVersion = "2.2", description = "first",
    mainSteps = [{ action = "aws:runShellScript", name = "s", inputs = { runCommand = ["true"] } }] })
  permissions = { type = "Share", account_ids = "111122223333" }
  tags        = { A = "b" }
}
""",
        # A content that was there before is refused, so a change of it cannot be played and taken back.
        'updates': [{'name': 'permissions', 'replace': ('"111122223333"', '"111122223333,222233334444"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'replacements': [{'replace': ('"it-document"', '"it-other"')}],
    },
]
