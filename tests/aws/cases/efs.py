"""What resource_types.py plays, and what coverage.py excuses."""

FS = '''
resource "aws_efs_file_system" "it" {
  creation_token = "it"
  encrypted      = true
  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }
  tags = { A = "b" }
}
'''
PARTS = FS + '''
resource "aws_efs_access_point" "it" {
  file_system_id = aws_efs_file_system.it.id
  posix_user {
    gid = 33
    uid = 33
  }
  root_directory {
    path = "/site"
    creation_info {
      owner_gid   = 33
      owner_uid   = 33
      permissions = "755"
    }
  }
  tags = { C = "d" }
}
resource "aws_efs_backup_policy" "it" {
  file_system_id = aws_efs_file_system.it.id
  backup_policy {
    status = "ENABLED"
  }
}
resource "aws_efs_file_system_policy" "it" {
  file_system_id = aws_efs_file_system.it.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { AWS = "*" }, Action = ["elasticfilesystem:ClientMount"], Resource = "*" }] })
}
'''
GONE = [['efs', 'describe_file_systems', {}, ['FileSystems']]]


def case(kind, config, **rest):
    return dict({'type': 'aws_efs_' + kind, 'subject': f'aws_efs_{kind}.it', 'config': config, 'unsigned': True, 'gone': GONE}, **rest)


CASES = [
    case('file_system', FS,
         updates=[{'name': 'lifecycle', 'replace': ('AFTER_30_DAYS', 'AFTER_60_DAYS')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ E = "f" }')}],
         remove=['efs', 'delete_file_system', {'FileSystemId': '${aws_efs_file_system.it.id}'}],
         replacements=[{'replace': ('"it"\n', '"it2"\n')}]),
    case('access_point', PARTS, updates=[{'name': 'tags', 'replace': ('{ C = "d" }', '{ C = "e" }')}],
         remove=['efs', 'delete_access_point', {'AccessPointId': '${aws_efs_access_point.it.id}'}],
         replacements=[{'replace': ('"/site"', '"/other"')}]),
    case('backup_policy', PARTS, updates=[{'name': 'status', 'replace': ('"ENABLED"', '"DISABLED"')}]),
    case('file_system_policy', PARTS, updates=[{'name': 'action', 'replace': ('ClientMount', 'ClientWrite')}]),
]
