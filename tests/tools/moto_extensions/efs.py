"""EFS: throughput that changes, backup policies, policies that go, protection."""
import json

from moto.core.exceptions import JsonRESTError
from moto.efs import urls
from moto.efs.responses import EFSResponse


class PolicyNotFound(JsonRESTError):
    code = 404

    def __init__(self):
        super().__init__('PolicyNotFound', 'Specify a valid file system policy')


def system_of(response):
    parts = response.path.split('/')
    return response.efs_backend.file_systems_by_id[parts[parts.index('file-systems') + 1]]


def update_file_system(self):
    system = system_of(self)
    system.throughput_mode = self._get_param('ThroughputMode') or system.throughput_mode
    system.provisioned_throughput_in_mibps = self._get_param('ProvisionedThroughputInMibps')
    return 202, {'Content-Type': 'application/json'}, json.dumps(system.info_json())


def put_backup_policy(self):
    system = system_of(self)
    status = self._get_param('BackupPolicy')['Status']
    system._backup = status == 'ENABLED'
    return json.dumps({'BackupPolicy': {'Status': status}})


def describe_backup_policy(self):
    system = system_of(self)
    return json.dumps({'BackupPolicy': {'Status': 'ENABLED' if system._backup else 'DISABLED'}})


def delete_file_system_policy(self):
    system_of(self).file_system_policy = None
    return 200, {}, ''


for added in (update_file_system, put_backup_policy, delete_file_system_policy):
    if not hasattr(EFSResponse, added.__name__):
        setattr(EFSResponse, added.__name__, added)
EFSResponse.describe_backup_policy = describe_backup_policy
