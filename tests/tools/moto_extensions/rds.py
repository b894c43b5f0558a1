"""Automated snapshots go with what they are of. moto keeps them, named by the minute, so that nothing of that name can be made again in that minute."""
from moto.rds.models import RDSBackend

delete_db_cluster = RDSBackend.delete_db_cluster
delete_db_instance = RDSBackend.delete_db_instance


def forget(snapshots, identifier):
    for name in [name for name in snapshots if name.startswith(f'rds:{identifier}-')]:
        snapshots.pop(name)


def without_cluster_snapshots(self, cluster_identifier, *rest, **more):
    cluster = delete_db_cluster(self, cluster_identifier, *rest, **more)
    forget(self.cluster_snapshots, cluster_identifier)
    return cluster


def without_instance_snapshots(self, db_instance_identifier, *rest, **more):
    instance = delete_db_instance(self, db_instance_identifier, *rest, **more)
    forget(self.database_snapshots, db_instance_identifier)
    return instance


RDSBackend.delete_db_cluster = without_cluster_snapshots
RDSBackend.delete_db_instance = without_instance_snapshots
