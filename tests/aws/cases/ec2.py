"""What resource_types.py plays, and what coverage.py excuses."""

VPC = '''
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}
'''
SUBNETS = VPC + '''
resource "aws_subnet" "s" {
  count             = 2
  vpc_id            = aws_vpc.v.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = ["us-east-1a", "us-east-1b"][count.index]
}
'''
GROUP = VPC + '''
resource "aws_security_group" "g" {
  name   = "g"
  vpc_id = aws_vpc.v.id
}
'''
KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q it'


def rule(direction):
    return {
        'type': f'aws_vpc_security_group_{direction}_rule',
        'subject': f'aws_vpc_security_group_{direction}_rule.it',
        'config': GROUP + f'''
resource "aws_vpc_security_group_{direction}_rule" "it" {{
  security_group_id = aws_security_group.g.id
  cidr_ipv4         = "10.1.0.0/16"
  from_port         = 80
  to_port           = 81
  ip_protocol       = "tcp"
  description       = "first"
  tags              = {{ A = "b" }}
}}
resource "aws_vpc_security_group_{direction}_rule" "all" {{
  security_group_id            = aws_security_group.g.id
  referenced_security_group_id = aws_security_group.g.id
  ip_protocol                  = "-1"
}}
''',
        'updates': [{'name': 'ports', 'replace': ('= 81', '= 82')}, {'name': 'description', 'replace': ('"first"', '"second"')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', f'revoke_security_group_{direction}',
                   {'GroupId': '${aws_security_group.g.id}', 'SecurityGroupRuleIds': [f'${{aws_vpc_security_group_{direction}_rule.it.id}}']}],
    }


CASES = [
    {
        'type': 'aws_vpc',
        'subject': 'aws_vpc.it',
        'config': '''
resource "aws_vpc" "it" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = { A = "b" }
}
resource "aws_vpc" "other" {
  cidr_block         = "10.1.0.0/16"
  enable_dns_support = false
}
''',
        'updates': [{'name': 'hostnames', 'replace': ('enable_dns_hostnames = true', 'enable_dns_hostnames = false')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c", D = "e" }')}],
        'mutations': [{'call': ['ec2', 'modify_vpc_attribute', {'VpcId': '${aws_vpc.it.id}', 'EnableDnsHostnames': {'Value': False}}]},
                      {'call': ['ec2', 'create_tags', {'Resources': ['${aws_vpc.it.id}'], 'Tags': [{'Key': 'A', 'Value': 'x'}]}]}],
        'remove': ['ec2', 'delete_vpc', {'VpcId': '${aws_vpc.it.id}'}],
        'replacements': [{'replace': ('10.0.0.0/16', '10.2.0.0/16')}],
        'gone': [['ec2', 'describe_vpcs', {'Filters': [{'Name': 'isDefault', 'Values': ['false']}]}, ['Vpcs']]],
    },
    {
        'type': 'aws_subnet',
        'subject': 'aws_subnet.it',
        'config': VPC + '''
resource "aws_subnet" "it" {
  vpc_id                  = aws_vpc.v.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
  tags                    = { A = "b" }
}
''',
        'updates': [{'name': 'public addresses', 'replace': ('_launch = true', '_launch = false')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['ec2', 'modify_subnet_attribute', {'SubnetId': '${aws_subnet.it.id}', 'MapPublicIpOnLaunch': {'Value': False}}]}],
        'remove': ['ec2', 'delete_subnet', {'SubnetId': '${aws_subnet.it.id}'}],
        'replacements': [{'replace': ('10.0.1.0/24', '10.0.2.0/24')}],
    },
    {
        'type': 'aws_internet_gateway',
        'subject': 'aws_internet_gateway.it',
        'config': VPC + '''
resource "aws_vpc" "w" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_internet_gateway" "it" {
  vpc_id = aws_vpc.v.id
  tags   = { A = "b" }
}
''',
        'updates': [{'name': 'another VPC', 'replace': ('vpc_id = aws_vpc.v.id', 'vpc_id = aws_vpc.w.id')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['ec2', 'detach_internet_gateway', {'InternetGatewayId': '${aws_internet_gateway.it.id}', 'VpcId': '${aws_vpc.v.id}'}]}],
        'gone': [['ec2', 'describe_internet_gateways', {}, ['InternetGateways']]],
    },
    {
        'type': 'aws_eip',
        'subject': 'aws_eip.it',
        'config': '''
resource "aws_eip" "it" {
  domain = "vpc"
  tags   = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', 'release_address', {'AllocationId': '${aws_eip.it.id}'}],
        'gone': [['ec2', 'describe_addresses', {}, ['Addresses']]],
    },
    {
        'type': 'aws_nat_gateway',
        'subject': 'aws_nat_gateway.it',
        'config': SUBNETS + '''
resource "aws_nat_gateway" "it" {
  subnet_id         = aws_subnet.s[0].id
  connectivity_type = "private"
  tags              = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', 'delete_nat_gateway', {'NatGatewayId': '${aws_nat_gateway.it.id}'}],
        'replacements': [{'replace': ('aws_subnet.s[0].id', 'aws_subnet.s[1].id')}],
    },
    {
        'type': 'aws_route_table',
        'subject': 'aws_route_table.it',
        'config': VPC + '''
resource "aws_internet_gateway" "g" {
  vpc_id = aws_vpc.v.id
}
resource "aws_route_table" "it" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.g.id
  }
  dynamic "route" {
    for_each = ["172.16.0.0/12"]
    content {
      cidr_block = route.value
      gateway_id = aws_internet_gateway.g.id
    }
  }
  tags = { A = "b" }
}
resource "aws_route_table" "empty" {
  vpc_id = aws_vpc.v.id
}
''',
        'updates': [{'name': 'another destination', 'replace': ('["172.16.0.0/12"]', '["172.16.0.0/12", "192.168.0.0/16"]')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['ec2', 'delete_route', {'RouteTableId': '${aws_route_table.it.id}', 'DestinationCidrBlock': '0.0.0.0/0'}]}],
        'remove': ['ec2', 'delete_route_table', {'RouteTableId': '${aws_route_table.it.id}'}],
    },
    {
        'type': 'aws_route',
        'subject': 'aws_route.it',
        'config': SUBNETS + '''
resource "aws_internet_gateway" "g" {
  vpc_id = aws_vpc.v.id
}
resource "aws_nat_gateway" "n" {
  subnet_id         = aws_subnet.s[0].id
  connectivity_type = "private"
}
resource "aws_route_table" "t" {
  vpc_id = aws_vpc.v.id
}
resource "aws_route" "it" {
  route_table_id         = aws_route_table.t.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.g.id
}
resource "aws_route" "other" {
  route_table_id         = aws_route_table.t.id
  destination_cidr_block = "172.16.0.0/12"
  nat_gateway_id         = aws_nat_gateway.n.id
}
''',
        'updates': [{'name': 'another target', 'replace': ('gateway_id             = aws_internet_gateway.g.id', 'nat_gateway_id         = aws_nat_gateway.n.id')}],
        'remove': ['ec2', 'delete_route', {'RouteTableId': '${aws_route_table.t.id}', 'DestinationCidrBlock': '0.0.0.0/0'}],
        'replacements': [{'replace': ('"0.0.0.0/0"', '"192.168.0.0/16"')}],
    },
    {
        'type': 'aws_route_table_association',
        'subject': 'aws_route_table_association.it',
        'config': SUBNETS + '''
resource "aws_route_table" "t" {
  count  = 2
  vpc_id = aws_vpc.v.id
}
resource "aws_route_table_association" "it" {
  subnet_id      = aws_subnet.s[0].id
  route_table_id = aws_route_table.t[0].id
}
resource "aws_route_table_association" "other" {
  subnet_id      = aws_subnet.s[1].id
  route_table_id = aws_route_table.t[0].id
}
''',
        'updates': [{'name': 'another table', 'replace': ('''s[0].id
  route_table_id = aws_route_table.t[0].id''', '''s[0].id
  route_table_id = aws_route_table.t[1].id''')}],
        'remove': ['ec2', 'disassociate_route_table', {'AssociationId': '${aws_route_table_association.it.id}'}],
    },
    {
        'type': 'aws_security_group',
        'subject': 'aws_security_group.it',
        'config': VPC + '''
resource "aws_security_group" "it" {
  name        = "it"
  description = "first"
  vpc_id      = aws_vpc.v.id
  ingress {
    description = "web"
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8", "192.168.0.0/16"]
  }
  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
    self      = true
  }
  egress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
  tags = { A = "b" }
}
resource "aws_security_group" "bare" {
  name_prefix = "bare-"
  vpc_id      = aws_vpc.v.id
}
''',
        'updates': [{'name': 'a source less', 'replace': ('["10.0.0.0/8", "192.168.0.0/16"]', '["10.0.0.0/8"]')},
                    {'name': 'description of a rule', 'replace': ('"web"', '"nets"')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['ec2', 'authorize_security_group_ingress',
                                {'GroupId': '${aws_security_group.it.id}', 'IpPermissions': [
                                    {'IpProtocol': 'tcp', 'FromPort': 22, 'ToPort': 22, 'IpRanges': [{'CidrIp': '203.0.113.7/32'}]}]}]}],
        'remove': ['ec2', 'delete_security_group', {'GroupId': '${aws_security_group.it.id}'}],
        'replacements': [{'replace': ('"first"', '"second"')}],
    },
    {
        'type': 'aws_security_group_rule',
        'subject': 'aws_security_group_rule.it',
        'config': GROUP + '''
resource "aws_security_group_rule" "it" {
  type              = "ingress"
  security_group_id = aws_security_group.g.id
  from_port         = 80
  to_port           = 80
  protocol          = "tcp"
  cidr_blocks       = ["192.168.0.0/16", "10.0.0.0/8"]
  description       = "first"
}
resource "aws_security_group_rule" "own" {
  type              = "egress"
  security_group_id = aws_security_group.g.id
  from_port         = 0
  to_port           = 0
  protocol          = "-1"
  self              = true
}
''',
        'updates': [{'name': 'description', 'replace': ('"first"', '"second"')}],
        'remove': ['ec2', 'revoke_security_group_ingress', {'GroupId': '${aws_security_group.g.id}', 'IpPermissions': [
            {'IpProtocol': 'tcp', 'FromPort': 80, 'ToPort': 80, 'IpRanges': [{'CidrIp': '10.0.0.0/8', 'Description': 'first'}, {'CidrIp': '192.168.0.0/16', 'Description': 'first'}]}]}],
        'replacements': [{'replace': ('to_port           = 80', 'to_port           = 81')}],
    },
    rule('ingress'),
    rule('egress'),
    {
        'type': 'aws_network_acl',
        'subject': 'aws_network_acl.it',
        'config': SUBNETS + '''
resource "aws_network_acl" "it" {
  vpc_id     = aws_vpc.v.id
  subnet_ids = [aws_subnet.s[0].id]
  ingress {
    rule_no    = 100
    protocol   = "tcp"
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 443
    to_port    = 443
  }
  egress {
    rule_no    = 100
    protocol   = "-1"
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'an entry', 'replace': ('= 443\n    to_port    = 443', '= 80\n    to_port    = 443')},
                    {'name': 'subnets', 'replace': ('[aws_subnet.s[0].id]', '[aws_subnet.s[1].id]')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'mutations': [{'call': ['ec2', 'delete_network_acl_entry', {'NetworkAclId': '${aws_network_acl.it.id}', 'RuleNumber': 100, 'Egress': True}]}],
    },
    {
        'type': 'aws_network_acl_rule',
        'subject': 'aws_network_acl_rule.it',
        'config': VPC + '''
resource "aws_network_acl" "a" {
  vpc_id = aws_vpc.v.id
}
resource "aws_network_acl_rule" "it" {
  network_acl_id = aws_network_acl.a.id
  rule_number    = 90
  protocol       = "tcp"
  rule_action    = "deny"
  cidr_block     = "0.0.0.0/0"
  from_port      = 22
  to_port        = 22
}
resource "aws_network_acl_rule" "out" {
  network_acl_id = aws_network_acl.a.id
  rule_number    = 90
  egress         = true
  protocol       = "-1"
  rule_action    = "allow"
  cidr_block     = "0.0.0.0/0"
}
''',
        'remove': ['ec2', 'delete_network_acl_entry', {'NetworkAclId': '${aws_network_acl.a.id}', 'RuleNumber': 90, 'Egress': False}],
        'replacements': [{'replace': ('to_port        = 22', 'to_port        = 23')}],
    },
    {
        'type': 'aws_vpc_endpoint',
        'subject': 'aws_vpc_endpoint.it',
        'config': SUBNETS + '''
resource "aws_route_table" "t" {
  vpc_id = aws_vpc.v.id
}
resource "aws_vpc_endpoint" "it" {
  vpc_id          = aws_vpc.v.id
  service_name    = "com.amazonaws.us-east-1.s3"
  route_table_ids = [aws_route_table.t.id]
  tags            = { A = "b" }
}
resource "aws_vpc_endpoint" "sqs" {
  vpc_id            = aws_vpc.v.id
  service_name      = "com.amazonaws.us-east-1.sqs"
  vpc_endpoint_type = "Interface"
  subnet_ids        = [aws_subnet.s[0].id]
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', 'delete_vpc_endpoints', {'VpcEndpointIds': ['${aws_vpc_endpoint.it.id}']}],
    },
    {
        'type': 'aws_vpc_peering_connection',
        'subject': 'aws_vpc_peering_connection.it',
        'config': VPC + '''
resource "aws_vpc" "w" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_vpc_peering_connection" "it" {
  vpc_id      = aws_vpc.v.id
  peer_vpc_id = aws_vpc.w.id
  auto_accept = true
  tags        = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', 'delete_vpc_peering_connection', {'VpcPeeringConnectionId': '${aws_vpc_peering_connection.it.id}'}],
    },
    {
        'type': 'aws_flow_log',
        'subject': 'aws_flow_log.it',
        'config': VPC + '''
resource "aws_cloudwatch_log_group" "l" {
  name = "/flow"
}
resource "aws_iam_role" "r" {
  name               = "flow"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "vpc-flow-logs.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_flow_log" "it" {
  vpc_id                   = aws_vpc.v.id
  traffic_type             = "ALL"
  iam_role_arn             = aws_iam_role.r.arn
  log_destination          = aws_cloudwatch_log_group.l.arn
  max_aggregation_interval = 60
  tags                     = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', 'delete_flow_logs', {'FlowLogIds': ['${aws_flow_log.it.id}']}],
        'replacements': [{'replace': ('"ALL"', '"REJECT"')}],
    },
    {
        'type': 'aws_key_pair',
        'subject': 'aws_key_pair.it',
        'config': f'''
resource "aws_key_pair" "it" {{
  key_name   = "it"
  public_key = "{KEY}"
  tags       = {{ A = "b" }}
}}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', 'delete_key_pair', {'KeyName': 'it'}],
        'replacements': [{'replace': ('"it"\n  public', '"it2"\n  public')}],
        'gone': [['ec2', 'describe_key_pairs', {}, ['KeyPairs']]],
    },
    {
        'type': 'aws_ebs_volume',
        'subject': 'aws_ebs_volume.it',
        'config': '''
resource "aws_ebs_volume" "it" {
  availability_zone = "us-east-1a"
  size              = 10
  type              = "gp3"
  tags              = { A = "b" }
}
''',
        'updates': [{'name': 'size', 'replace': ('= 10', '= 20')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', 'delete_volume', {'VolumeId': '${aws_ebs_volume.it.id}'}],
        'replacements': [{'replace': ('us-east-1a', 'us-east-1b')}],
        'gone': [['ec2', 'describe_volumes', {}, ['Volumes']]],
    },
    {
        'type': 'aws_launch_template',
        'subject': 'aws_launch_template.it',
        'config': '''
resource "aws_launch_template" "it" {
  name                   = "web"
  description            = "first"
  image_id               = "ami-12c6146b"
  instance_type          = "t3.micro"
  update_default_version = true
  user_data              = base64encode("hello")
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 20
      encrypted   = true
    }
  }
  metadata_options {
    http_tokens = "required"
  }
  tag_specifications {
    resource_type = "instance"
    tags          = { N = "m" }
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'type', 'replace': ('t3.micro', 't3.small')}, {'name': 'disk', 'replace': ('volume_size = 20', 'volume_size = 30')}],  # moto keeps the tags of the create
        'remove': ['ec2', 'delete_launch_template', {'LaunchTemplateId': '${aws_launch_template.it.id}'}],
        'replacements': [{'replace': ('name                   = "web"', 'name                   = "web2"')}],
        'gone': [['ec2', 'describe_launch_templates', {}, ['LaunchTemplates']]],
    },
    {
        'type': 'aws_instance',
        'subject': 'aws_instance.it',
        'config': GROUP + '''
resource "aws_security_group" "h" {
  name   = "h"
  vpc_id = aws_vpc.v.id
}
resource "aws_subnet" "s" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_instance" "it" {
  ami                    = "ami-12c6146b"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.g.id]
  user_data              = "echo hello"
  tags                   = { A = "b" }
}
''',
        'updates': [{'name': 'groups', 'replace': ('[aws_security_group.g.id]', '[aws_security_group.h.id]')},
                    {'name': 'type', 'replace': ('t3.micro', 't3.small')},
                    {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', 'terminate_instances', {'InstanceIds': ['${aws_instance.it.id}']}],
    },
    {
        'type': 'aws_volume_attachment',
        'subject': 'aws_volume_attachment.it',
        'config': '''
data "aws_subnet" "s" {
  availability_zone = "us-east-1a"
  default_for_az    = true
}
resource "aws_instance" "i" {
  ami           = "ami-12c6146b"
  instance_type = "t3.micro"
  subnet_id     = data.aws_subnet.s.id
}
resource "aws_ebs_volume" "v" {
  availability_zone = "us-east-1a"
  size              = 10
}
resource "aws_volume_attachment" "it" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.v.id
  instance_id = aws_instance.i.id
}
''',
        'remove': ['ec2', 'detach_volume', {'VolumeId': '${aws_ebs_volume.v.id}', 'InstanceId': '${aws_instance.i.id}', 'Device': '/dev/sdf'}],
        'replacements': [{'replace': ('/dev/sdf', '/dev/sdg')}],
    },
    {
        'type': 'aws_default_vpc',
        'subject': 'aws_default_vpc.it',
        'config': '''
resource "aws_default_vpc" "it" {
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'hostnames', 'replace': ('  tags', '  enable_dns_hostnames = false\n  tags')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
    },
    {
        'type': 'aws_default_security_group',
        'subject': 'aws_default_security_group.it',
        'config': VPC + '''
resource "aws_default_security_group" "it" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
    self      = true
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'rules', 'replace': ('self      = true', 'cidr_blocks = ["10.0.0.0/8"]')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
    },
    {
        'type': 'aws_default_network_acl',
        'subject': 'aws_default_network_acl.it',
        'config': VPC + '''
resource "aws_default_network_acl" "it" {
  default_network_acl_id = aws_vpc.v.default_network_acl_id
  ingress {
    rule_no    = 100
    protocol   = "-1"
    action     = "allow"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'an entry', 'replace': ('= 100', '= 110')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
    },
    {
        'type': 'aws_default_route_table',
        'subject': 'aws_default_route_table.it',
        'config': VPC + '''
resource "aws_internet_gateway" "g" {
  vpc_id = aws_vpc.v.id
}
resource "aws_default_route_table" "it" {
  default_route_table_id = aws_vpc.v.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.g.id
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'a route', 'replace': ('0.0.0.0/0', '172.16.0.0/12')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
    },
    {
        'type': 'aws_customer_gateway',
        'subject': 'aws_customer_gateway.it',
        'config': '''
resource "aws_customer_gateway" "it" {
  bgp_asn    = "65000"
  ip_address = "203.0.113.1"
  type       = "ipsec.1"
  tags       = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'replacements': [{'replace': ('203.0.113.1', '203.0.113.2')}],
    },
    {
        'type': 'aws_vpn_gateway',
        'subject': 'aws_vpn_gateway.it',
        'config': VPC + '''
resource "aws_vpn_gateway" "it" {
  vpc_id = aws_vpc.v.id
  tags   = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
    },
    {
        'type': 'aws_egress_only_internet_gateway',
        'subject': 'aws_egress_only_internet_gateway.it',
        'config': VPC + '''
resource "aws_egress_only_internet_gateway" "it" {
  vpc_id = aws_vpc.v.id
  tags   = { A = "b" }
}
''',
        'updates': [{'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
    },
    {
        'type': 'aws_vpc_ipv4_cidr_block_association',
        'subject': 'aws_vpc_ipv4_cidr_block_association.it',
        'config': VPC + '''
resource "aws_vpc_ipv4_cidr_block_association" "it" {
  vpc_id     = aws_vpc.v.id
  cidr_block = "172.2.0.0/16"
}
''',
        'remove': ['ec2', 'disassociate_vpc_cidr_block', {'AssociationId': '${aws_vpc_ipv4_cidr_block_association.it.id}'}],
    },
    {
        'type': 'aws_ec2_managed_prefix_list',
        'subject': 'aws_ec2_managed_prefix_list.it',
        'config': '''
resource "aws_ec2_managed_prefix_list" "it" {
  name           = "it"
  address_family = "IPv4"
  max_entries    = 5
  entry {
    cidr        = "10.0.0.0/8"
    description = "first"
  }
  entry {
    cidr = "172.16.0.0/12"
  }
  tags = { A = "b" }
}
''',
        'updates': [{'name': 'an entry', 'replace': ('172.16.0.0/12', '192.168.0.0/16')}, {'name': 'tags', 'replace': ('{ A = "b" }', '{ A = "c" }')}],
        'remove': ['ec2', 'delete_managed_prefix_list', {'PrefixListId': '${aws_ec2_managed_prefix_list.it.id}'}],
    },
]

REPLACES_BESIDES = {'aws_flow_log': {'destination_options': 'each of its attributes does'}}
DEFAULTS_BESIDES = {
    'aws_instance': {'ebs_block_device.delete_on_termination': 'what AWS makes without one', 'root_block_device.delete_on_termination': 'what AWS makes without one'},
}
