"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
    {
        'type': 'aws_kms_key',
        'subject': 'aws_kms_key.it',
        'config': '''
resource "aws_kms_key" "it" {
  description             = "first"
  deletion_window_in_days = 7
  enable_key_rotation     = true
  tags                    = { A = "b" }
}
resource "aws_kms_key" "off" { is_enabled = false }
''',
        'holds': [['kms', 'list_resource_tags', {'KeyId': '${aws_kms_key.off.key_id}'}, ['Tags'], [{'TagKey': 'Owner', 'TagValue': 'team'}]]],
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'rotation', 'replace': ('= true', '= false')},
                    {'name': 'window', 'replace': ('= 7', '= 8')},
                    {'name': 'disabled', 'replace': ('  tags  ', '  is_enabled = false\n  tags  ')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['kms', 'update_key_description', {'KeyId': '${aws_kms_key.it.key_id}', 'Description': 'other'}]},
                      {'call': ['kms', 'disable_key_rotation', {'KeyId': '${aws_kms_key.it.key_id}'}]}],
        'remove': ['kms', 'schedule_key_deletion', {'KeyId': '${aws_kms_key.it.key_id}'}],
        'replacements': [{'replace': ('  tags  ', '  key_usage = "SIGN_VERIFY"\n  customer_master_key_spec = "RSA_2048"\n  tags  ')}],
    },
    {
        'type': 'aws_kms_alias',
        'subject': 'aws_kms_alias.it',
        'config': '''
resource "aws_kms_key" "a" {}
resource "aws_kms_key" "b" {}
resource "aws_kms_alias" "it" {
  name          = "alias/it"
  target_key_id = aws_kms_key.a.key_id
}
resource "aws_kms_alias" "by_arn" {
  name          = "alias/by-arn"
  target_key_id = aws_kms_key.a.arn
}
''',
        'updates': [{'name': 'target', 'replace': ('aws_kms_key.a.key_id', 'aws_kms_key.b.key_id')}],
        'mutations': [{'call': ['kms', 'update_alias', {'AliasName': 'alias/it', 'TargetKeyId': '${aws_kms_key.b.key_id}'}]}],
        'remove': ['kms', 'delete_alias', {'AliasName': 'alias/it'}],
        'replacements': [{'replace': ('"alias/it"', '"alias/it2"')}],
    },
    {
        'type': 'aws_kms_grant',
        'subject': 'aws_kms_grant.it',
        'config': """
resource "aws_kms_key" "k" {}
resource "aws_kms_grant" "it" {
  name              = "it"
  key_id            = aws_kms_key.k.key_id
  grantee_principal = "arn:aws:iam::123456789012:role/reader"
  operations        = ["Decrypt", "GenerateDataKey"]
}
resource "aws_kms_grant" "constrained" {
  key_id            = aws_kms_key.k.arn
  grantee_principal = "arn:aws:iam::123456789012:role/writer"
  operations        = ["Encrypt"]
  constraints {
    encryption_context_equals = { Department = "x" }
  }
}
""",
        'replacements': [{'replace': ('"GenerateDataKey"', '"Encrypt"')}],
    },
    {
        'type': 'aws_kms_key_policy',
        'subject': 'aws_kms_key_policy.it',
        'config': """
resource "aws_kms_key" "k" {}
resource "aws_kms_key_policy" "it" {
  key_id = aws_kms_key.k.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "kms:*", Resource = "*" }] })
}
""",
        'updates': [{'name': 'policy', 'replace': ('"kms:*"', '["kms:*", "kms:Encrypt"]')}],
    },
]
