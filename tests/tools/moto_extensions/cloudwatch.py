"""CloudWatch: composite alarms, which moto can list but not make."""
from moto.cloudwatch.models import Alarm
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import EmptyResult


def put_composite_alarm(self):
    backend = self.cloudwatch_backend
    name, rule = self._get_param('AlarmName'), self._get_param('AlarmRule')
    alarm = Alarm(account_id=backend.account_id, region_name=backend.region_name, name=name, namespace=None, metric_name=None,
                  metric_data_queries=None, comparison_operator=None, evaluation_periods=None, datapoints_to_alarm=None, period=None,
                  threshold=None, statistic=None, extended_statistic=None, description=self._get_param('AlarmDescription'), dimensions=[],
                  alarm_actions=self._get_param('AlarmActions', []), ok_actions=self._get_param('OKActions', []),
                  insufficient_data_actions=self._get_param('InsufficientDataActions', []), unit=None,
                  actions_enabled=self._get_param('ActionsEnabled', True), treat_missing_data=None, evaluate_low_sample_count_percentile=None,
                  threshold_metric_id=None, rule=rule)
    alarm.alarm_name, alarm.alarm_rule, alarm.alarm_description = name, rule, alarm.description
    alarm.actions_suppressor = self._get_param('ActionsSuppressor')
    alarm.actions_suppressor_wait_period = self._get_param('ActionsSuppressorWaitPeriod')
    alarm.actions_suppressor_extension_period = self._get_param('ActionsSuppressorExtensionPeriod')
    tags = self._get_param('Tags', [])
    if tags and name not in backend.alarms:  # those of an alarm that exists stay as they are
        backend.tagger.tag_resource(alarm.alarm_arn, tags)
    backend.alarms[name] = alarm
    return EmptyResult()


CloudWatchResponse.put_composite_alarm = put_composite_alarm
