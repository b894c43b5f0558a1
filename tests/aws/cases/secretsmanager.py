"""What resource_types.py plays, and what coverage.py excuses."""

POLICY = 'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "%s", Resource = "*" }] })'
SECRET = """
resource "aws_secretsmanager_secret" "s" {
  name                    = "s"
  recovery_window_in_days = 0
}
"""

CASES = [
    {
        'type': 'aws_secretsmanager_secret',
        'subject': 'aws_secretsmanager_secret.it',
        'config': """
resource "aws_kms_key" "k" {}
resource "aws_secretsmanager_secret" "it" {
  name                    = "it"
  description             = "first"
  recovery_window_in_days = 0
  tags                    = { A = "b" }
}
resource "aws_secretsmanager_secret" "prefixed" {
  name_prefix             = "pre-"
  kms_key_id              = aws_kms_key.k.arn
  recovery_window_in_days = 7
  policy                  = """ + POLICY % 'secretsmanager:GetSecretValue' + """
}
""",
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'policy', 'replace': ('  description ', '  policy = ' + POLICY % 'secretsmanager:DescribeSecret' + '\n  description ')},
                    {'name': 'window', 'replace': ('= 0', '= 8')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['secretsmanager', 'update_secret', {'SecretId': 'it', 'Description': 'other'}]},
                      {'call': ['secretsmanager', 'tag_resource', {'SecretId': 'it', 'Tags': [{'Key': 'C', 'Value': 'd'}]}]}],
        'remove': ['secretsmanager', 'delete_secret', {'SecretId': 'it', 'ForceDeleteWithoutRecovery': True}],
        'replacements': [{'replace': ('name                    = "it"', 'name                    = "it2"')}],
    },
    {
        'type': 'aws_secretsmanager_secret_version',
        'subject': 'aws_secretsmanager_secret_version.it',
        'config': SECRET + """
resource "aws_secretsmanager_secret" "t" {
  name                    = "t"
  recovery_window_in_days = 0
}
resource "aws_secretsmanager_secret_version" "it" {
  secret_id     = aws_secretsmanager_secret.s.id
  secret_string = "first"
}
resource "aws_secretsmanager_secret_version" "binary" {
  secret_id      = aws_secretsmanager_secret.t.id
  secret_binary  = base64encode("bytes")
  version_stages = ["AWSCURRENT", "MINE"]
}
""",
        'replacements': [{'replace': ('"first"', '"second"')}],
    },
    {
        'type': 'aws_secretsmanager_secret_policy',
        'subject': 'aws_secretsmanager_secret_policy.it',
        'config': SECRET + """
resource "aws_secretsmanager_secret_policy" "it" {
  secret_arn = aws_secretsmanager_secret.s.arn
  policy     = """ + POLICY % 'secretsmanager:GetSecretValue' + """
}
""",
        'updates': [{'name': 'policy', 'replace': ('GetSecretValue', 'DescribeSecret')}],
        'mutations': [{'call': ['secretsmanager', 'delete_resource_policy', {'SecretId': 's'}]}],
    },
]
