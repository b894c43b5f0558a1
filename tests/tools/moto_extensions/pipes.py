"""EventBridge Pipes: changes of a pipe that exists."""
import json

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.pipes.responses import EventBridgePipesResponse

MEMBERS = {'Description': 'description', 'DesiredState': 'desired_state', 'SourceParameters': 'source_parameters', 'Enrichment': 'enrichment',
           'EnrichmentParameters': 'enrichment_parameters', 'Target': 'target', 'TargetParameters': 'target_parameters', 'RoleArn': 'role_arn',
           'LogConfiguration': 'log_configuration', 'KmsKeyIdentifier': 'kms_key_identifier'}


def update_pipe(self):
    pipe = self.pipes_backend.describe_pipe(name=self.uri.split('?')[0].split('/')[-1])
    body = json.loads(self.body)
    for member, attribute in MEMBERS.items():
        if member in body:
            setattr(pipe, attribute, body[member])
    pipe.status = 'STOPPED' if pipe.desired_state == 'STOPPED' else 'RUNNING'
    pipe.last_modified_time = utcnow()
    return ActionResult({'Arn': pipe.arn, 'Name': pipe.name, 'DesiredState': pipe.desired_state, 'CurrentState': pipe.current_state,
                         'CreationTime': pipe.creation_time, 'LastModifiedTime': pipe.last_modified_time})


EventBridgePipesResponse.update_pipe = update_pipe
