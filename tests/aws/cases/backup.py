"""What resource_types.py plays, and what coverage.py excuses."""

CONFIG = '''
resource "aws_backup_vault" "it" {
  name = "vault"
  tags = { A = "b" }
}
resource "aws_backup_plan" "it" {
  name = "plan"
  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.it.name
    schedule          = "cron(0 12 * * ? *)"
    lifecycle {
      delete_after = 14
    }
  }
}
resource "aws_backup_selection" "it" {
  name         = "selection"
  plan_id      = aws_backup_plan.it.id
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
  resources    = ["arn:aws:ec2:us-east-1:123456789012:volume/*"]
}
'''


def case(kind, **rest):
    return dict({'type': 'aws_backup_' + kind, 'subject': f'aws_backup_{kind}.it', 'config': CONFIG, 'unsigned': True,
                 'gone': [['backup', 'list_backup_vaults', {}, ['BackupVaultList']]]}, **rest)


CASES = [
    case('vault', updates=[{'name': 'tags', 'replace': ('{ A = "b" }', '{ C = "d" }')}]),
    case('plan', updates=[{'name': 'rule', 'replace': ('delete_after = 14', 'delete_after = 30')}]),
    case('selection', replacements=[{'replace': ('"selection"', '"other"')}]),
]
OF_AWS = 'what AWS makes of silence; a probe of a block is never silent about it'
DEFAULTS_BESIDES = {
    'aws_backup_plan': {'rule.completion_window': OF_AWS, 'rule.start_window': OF_AWS, 'rule.schedule_expression_timezone': OF_AWS,
                        'rule.lifecycle.opt_in_to_archive_for_supported_resources': OF_AWS,
                        'rule.copy_action.lifecycle.opt_in_to_archive_for_supported_resources': OF_AWS},
}
