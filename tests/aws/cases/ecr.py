"""What resource_types.py plays, and what coverage.py excuses."""

REPOSITORY = 'resource "aws_ecr_repository" "r" { name = "web" }\n'

CASES = [
    {
        'type': 'aws_ecr_repository',
        'subject': 'aws_ecr_repository.it',
        'config': """
resource "aws_ecr_repository" "it" {
  name = "team/it"
  image_scanning_configuration {
    scan_on_push = true
  }
  tags = { A = "b" }
}
resource "aws_ecr_repository" "plain" {
  name         = "plain"
  force_delete = true
}
""",
        'updates': [{'name': 'scan', 'replace': ('scan_on_push = true', 'scan_on_push = false')},
                    {'name': 'mutability', 'replace': ('  tags', '  image_tag_mutability = "IMMUTABLE"\n  tags')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['ecr', 'put_image_tag_mutability', {'repositoryName': 'team/it', 'imageTagMutability': 'IMMUTABLE'}]}],
        'remove': ['ecr', 'delete_repository', {'repositoryName': 'team/it'}],
        'replacements': [{'replace': ('"team/it"', '"team/it2"')}],
        'gone': [['ecr', 'describe_repositories', {}, ['repositories']]],
    },
    {
        'type': 'aws_ecr_lifecycle_policy',
        'subject': 'aws_ecr_lifecycle_policy.it',
        'config': REPOSITORY + """
resource "aws_ecr_lifecycle_policy" "it" {
  repository = aws_ecr_repository.r.name
  policy = jsonencode({ rules = [{ rulePriority = 1, action = { type = "expire" },
    selection = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 5 } }] })
}
""",
        'remove': ['ecr', 'delete_lifecycle_policy', {'repositoryName': 'web'}],
        'replacements': [{'replace': ('countNumber = 5', 'countNumber = 6')}],
    },
    {
        'type': 'aws_ecr_repository_policy',
        'subject': 'aws_ecr_repository_policy.it',
        'config': REPOSITORY + """
resource "aws_ecr_repository_policy" "it" {
  repository = aws_ecr_repository.r.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage" }] })
}
""",
        'updates': [{'name': 'policy', 'replace': ('ecr:BatchGetImage', 'ecr:DescribeImages')}],
        'remove': ['ecr', 'delete_repository_policy', {'repositoryName': 'web'}],
    },
]

# The recorded scenarios replace it; the probe's change was refused before that was seen.
REPLACES_BESIDES = {'aws_ecr_lifecycle_policy': {'policy': 'a changed policy is a new one'}}
