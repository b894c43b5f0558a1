"""What resource_types.py plays, and what coverage.py excuses."""

CASES = [
    {
        # moto lacks UpdateProject.
        'type': 'aws_codebuild_project',
        'subject': 'aws_codebuild_project.it',
        'config': """
resource "aws_iam_role" "r" {
  name               = "build"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_codebuild_project" "it" {
  name         = "it-project"
  service_role = aws_iam_role.r.arn
  artifacts {
    type = "NO_ARTIFACTS"
  }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
    environment_variable {
      name  = "STAGE"
      value = "test"
    }
  }
  source {
    type     = "GITHUB"
    location = "https://github.com/example/it.git"
  }
  tags = { A = "b" }
}
""",
        'remove': ['codebuild', 'delete_project', {'name': 'it-project'}],
        'replacements': [{'replace': ('"it-project"', '"it-other"')}],
    },
]
