"""AWS Backup: plans that change, and what they back up."""
import copy
import json
import time

from moto.backup import urls
from moto.backup.responses import BackupResponse
from moto.core.exceptions import JsonRESTError
from moto.moto_api._internal import mock_random


class NotFound(JsonRESTError):
    code = 400

    def __init__(self, what):
        super().__init__('ResourceNotFoundException', f'Cannot find {what}')


def plan_of(response):
    parts = response.path.split('/')
    plan = response.backup_backend.plans.get(parts[parts.index('plans') + 1])
    if plan is None:
        raise NotFound('Backup plan')
    if not hasattr(plan, 'selections'):
        plan.selections = {}
    return plan


def update_backup_plan(self):
    plan, given = plan_of(self), json.loads(self.body)['BackupPlan']
    fresh = type(plan)(copy.deepcopy(given), plan.creator_request_id, self.backup_backend)
    plan.backup_plan, plan.version_id = fresh.backup_plan, fresh.version_id
    plan.advanced_backup_settings = fresh.advanced_backup_settings
    return json.dumps(plan.to_dict())


def create_backup_selection(self):
    plan = plan_of(self)
    made = {'BackupSelection': json.loads(self.body)['BackupSelection'], 'SelectionId': str(mock_random.uuid4()),
            'BackupPlanId': plan.backup_plan_id, 'CreationDate': time.time()}
    plan.selections[made['SelectionId']] = made
    return json.dumps({k: v for k, v in made.items() if k != 'BackupSelection'})


def selection_of(response):
    plan, name = plan_of(response), response.path.rstrip('/').split('/')[-1]
    if name not in plan.selections:
        raise NotFound('selection')
    return plan, name


def get_backup_selection(self):
    plan, name = selection_of(self)
    return json.dumps(plan.selections[name])


def delete_backup_selection(self):
    plan, name = selection_of(self)
    del plan.selections[name]
    return '{}'


def list_backup_selections(self):
    plan = plan_of(self)
    return json.dumps({'BackupSelectionsList': [
        {'SelectionId': s['SelectionId'], 'SelectionName': s['BackupSelection']['SelectionName'], 'BackupPlanId': s['BackupPlanId'],
         'IamRoleArn': s['BackupSelection']['IamRoleArn']} for s in plan.selections.values()]})


for added in (update_backup_plan, create_backup_selection, get_backup_selection, delete_backup_selection, list_backup_selections):
    if not hasattr(BackupResponse, added.__name__):
        setattr(BackupResponse, added.__name__, added)
