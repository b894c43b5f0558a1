"""moto leaves a deleted cache cluster in the state "deleting" for ever; in AWS it is gone after a while."""
from moto.elasticache.models import ElastiCacheBackend

delete_cache_cluster = ElastiCacheBackend.delete_cache_cluster


def and_forget(self, cache_cluster_id):
    cluster = delete_cache_cluster(self, cache_cluster_id)
    self.cache_clusters.pop(cache_cluster_id, None)
    return cluster


ElastiCacheBackend.delete_cache_cluster = and_forget
