"""What resource_types.py plays, and what coverage.py excuses."""

TRUST = 'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "%s" }, Action = "sts:AssumeRole" }] })'
POLICY = 'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "%s", Resource = "*" }] })'
ROLES = f'''
resource "aws_iam_role" "a" {{
  name               = "a"
  assume_role_policy = {TRUST % 'ec2.amazonaws.com'}
}}
resource "aws_iam_role" "b" {{
  name               = "b"
  assume_role_policy = {TRUST % 'ec2.amazonaws.com'}
}}
'''
POLICIES = f'''
resource "aws_iam_policy" "p" {{
  name   = "p"
  policy = {POLICY % 's3:GetObject'}
}}
resource "aws_iam_policy" "q" {{
  name   = "q"
  policy = {POLICY % 's3:PutObject'}
}}
'''
OTHER_POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}'


def attachment(kind, owners):
    name = kind.capitalize()
    return {
        'type': f'aws_iam_{kind}_policy_attachment',
        'subject': f'aws_iam_{kind}_policy_attachment.it',
        'config': owners + POLICIES + f'''
resource "aws_iam_{kind}_policy_attachment" "it" {{
  {kind}     = aws_iam_{kind}.a.name
  policy_arn = aws_iam_policy.p.arn
}}
resource "aws_iam_{kind}_policy_attachment" "second" {{
  {kind}     = aws_iam_{kind}.b.name
  policy_arn = aws_iam_policy.p.arn
}}
''',
        'remove': ['iam', f'detach_{kind}_policy', {f'{name}Name': 'a', 'PolicyArn': '${aws_iam_policy.p.arn}'}],
        'replacements': [{'replace': (f'''= aws_iam_{kind}.a.name
  policy_arn = aws_iam_policy.p.arn''', f'''= aws_iam_{kind}.a.name
  policy_arn = aws_iam_policy.q.arn''')}],
    }


def inline_policy(kind, owners):
    name = kind.capitalize()
    return {
        'type': f'aws_iam_{kind}_policy',
        'subject': f'aws_iam_{kind}_policy.it',
        'config': owners + f'''
resource "aws_iam_{kind}_policy" "it" {{
  name   = "it"
  {kind} = aws_iam_{kind}.a.name
  policy = {POLICY % 's3:GetObject'}
}}
resource "aws_iam_{kind}_policy" "prefixed" {{
  name_prefix = "pre-"
  {kind}      = aws_iam_{kind}.b.id
  policy      = {POLICY % 's3:ListBucket'}
}}
''',
        'updates': [{'name': 'policy', 'replace': ('"s3:GetObject"', '["s3:GetObject", "s3:PutObject"]')}],
        'mutations': [{'call': ['iam', f'put_{kind}_policy', {f'{name}Name': 'a', 'PolicyName': 'it', 'PolicyDocument': OTHER_POLICY}]}],
        'remove': ['iam', f'delete_{kind}_policy', {f'{name}Name': 'a', 'PolicyName': 'it'}],
        'replacements': [{'replace': ('name   = "it"', 'name   = "it2"')}],
    }


USERS = 'resource "aws_iam_user" "a" { name = "a" }\nresource "aws_iam_user" "b" { name = "b" }\n'
GROUPS = 'resource "aws_iam_group" "a" { name = "a" }\nresource "aws_iam_group" "b" { name = "b" }\n'

CASES = [
    {
        'type': 'aws_iam_role',
        'subject': 'aws_iam_role.it',
        'config': POLICIES + f'''
resource "aws_iam_role" "it" {{
  name               = "it"
  description        = "first"
  assume_role_policy = {TRUST % 'ec2.amazonaws.com'}
  tags               = {{ A = "b" }}
}}
resource "aws_iam_role" "with_parts" {{
  name_prefix          = "pre-"
  path                 = "/parts/"
  assume_role_policy   = {TRUST % 'lambda.amazonaws.com'}
  permissions_boundary = aws_iam_policy.p.arn
  managed_policy_arns  = [aws_iam_policy.p.arn]
  inline_policy {{
    name   = "one"
    policy = {POLICY % 's3:GetObject'}
  }}
}}
''',
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'trust', 'replace': ('"ec2.amazonaws.com"', '"ecs-tasks.amazonaws.com"')},
                    {'name': 'duration', 'replace': ('  description ', '  max_session_duration = 7200\n  description ')},
                    {'name': 'boundary', 'replace': ('  description ', '  permissions_boundary = aws_iam_policy.q.arn\n  description ')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['iam', 'update_role', {'RoleName': 'it', 'Description': 'other'}]},
                      {'call': ['iam', 'update_role', {'RoleName': 'it', 'Description': 'first', 'MaxSessionDuration': 7200}]},
                      {'call': ['iam', 'tag_role', {'RoleName': 'it', 'Tags': [{'Key': 'C', 'Value': 'd'}]}]},
                      {'call': ['iam', 'update_assume_role_policy', {'RoleName': 'it', 'PolicyDocument':
                                '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'}]}],
        'remove': ['iam', 'delete_role', {'RoleName': 'it'}],
        'replacements': [{'replace': ('name               = "it"', 'name               = "it2"')}],
        'gone': [['iam', 'list_roles', {}, ['Roles']]],
    },
    inline_policy('role', ROLES),
    inline_policy('user', USERS),
    attachment('role', ROLES),
    attachment('user', USERS),
    attachment('group', GROUPS),
    {
        'type': 'aws_iam_policy',
        'subject': 'aws_iam_policy.it',
        'config': f'''
resource "aws_iam_policy" "it" {{
  name   = "it"
  policy = {POLICY % 's3:GetObject'}
  tags   = {{ A = "b" }}
}}
resource "aws_iam_policy" "generated" {{
  path        = "/generated/"
  description = "a description"
  policy      = {POLICY % 's3:ListBucket'}
}}
''',
        # More changes than versions that IAM keeps.
        'updates': [{'name': f'policy {i}', 'replace': ('s3:GetObject', f's3:Get{i}')} for i in range(4)] +
                   [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['iam', 'tag_policy', {'PolicyArn': '${aws_iam_policy.it.arn}', 'Tags': [{'Key': 'C', 'Value': 'd'}]}]}],
        'replacements': [{'replace': ('name   = "it"', 'name   = "it2"')}],
        'gone': [['iam', 'list_policies', {'Scope': 'Local'}, ['Policies']]],
    },
    {
        'type': 'aws_iam_instance_profile',
        'subject': 'aws_iam_instance_profile.it',
        'config': ROLES + '''
resource "aws_iam_instance_profile" "it" {
  name = "it"
  role = aws_iam_role.a.name
  tags = { A = "b" }
}
resource "aws_iam_instance_profile" "without" { name_prefix = "pre-" }
''',
        'updates': [{'name': 'role', 'replace': ('aws_iam_role.a.name', 'aws_iam_role.b.name')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['iam', 'remove_role_from_instance_profile', {'InstanceProfileName': 'it', 'RoleName': 'a'}]}],
        'replacements': [{'replace': ('name = "it"', 'name = "it2"')}],
        'gone': [['iam', 'list_instance_profiles', {}, ['InstanceProfiles']]],
    },
    {
        'type': 'aws_iam_group',
        'subject': 'aws_iam_group.it',
        'config': 'resource "aws_iam_group" "it" { name = "it" }\nresource "aws_iam_group" "other" {\n  name = "other"\n  path = "/x/"\n}\n',
        'updates': [{'name': 'name', 'replace': ('"it" }', '"it2" }')}],
        'remove': ['iam', 'delete_group', {'GroupName': 'it'}],
        'gone': [['iam', 'list_groups', {}, ['Groups']]],
    },
    {
        'type': 'aws_iam_user',
        'subject': 'aws_iam_user.it',
        'config': '''
resource "aws_iam_user" "it" {
  name = "it"
  tags = { A = "b" }
}
resource "aws_iam_user" "other" {
  name          = "other"
  path          = "/x/"
  force_destroy = true
}
''',
        # moto forgets the tags of a user that is renamed; a group's rename shows the same steps.
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['iam', 'tag_user', {'UserName': 'it', 'Tags': [{'Key': 'C', 'Value': 'd'}]}]}],
        'remove': ['iam', 'delete_user', {'UserName': 'it'}],
    },
    {
        'type': 'aws_iam_openid_connect_provider',
        'subject': 'aws_iam_openid_connect_provider.it',
        'config': """
resource "aws_iam_openid_connect_provider" "it" {
  url             = "https://token.example.com"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]
  tags            = { A = "b" }
}
""",
        # moto lacks the calls that change the list of clients.
        'updates': [{'name': 'thumbprint', 'replace': ('6938fd4d', '7938fd4d')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['iam', 'delete_open_id_connect_provider', {'OpenIDConnectProviderArn': '${aws_iam_openid_connect_provider.it.arn}'}],
        'replacements': [{'replace': ('token.example.com', 'token2.example.com')}],
    },
    {
        'type': 'aws_iam_group_membership',
        'subject': 'aws_iam_group_membership.it',
        'config': USERS + GROUPS + """
resource "aws_iam_group_membership" "it" {
  name  = "it"
  group = aws_iam_group.a.name
  users = [aws_iam_user.a.name, aws_iam_user.b.name]
}
""",
        'updates': [{'name': 'fewer', 'replace': (', aws_iam_user.b.name]', ']')}],
        'mutations': [{'call': ['iam', 'remove_user_from_group', {'GroupName': 'a', 'UserName': 'b'}]}],
        'replacements': [{'replace': ('aws_iam_group.a.name', 'aws_iam_group.b.name')}],
    },
    {
        'type': 'aws_iam_account_alias',
        'subject': 'aws_iam_account_alias.it',
        'config': 'resource "aws_iam_account_alias" "it" { account_alias = "team-it" }\n',
        'remove': ['iam', 'delete_account_alias', {'AccountAlias': 'team-it'}],
        'replacements': [{'replace': ('team-it', 'team-other')}],
    },
]
