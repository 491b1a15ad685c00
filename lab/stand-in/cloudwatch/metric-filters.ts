import type { Gap } from '../call';
import { jsonReply, readJson } from '../json-body';

/**
 * PutMetricFilter "creates or updates". moto keeps the old filter too, so this deletes the old one first.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
export const metricFilters: Gap = async (call, forward) => {
  if (call.service !== 'logs' || call.operation !== 'PutMetricFilter') return forward(call);
  const { filterName, logGroupName } = readJson(call);
  const headers = { ...call.headers, 'x-amz-target': 'Logs_20140328.DeleteMetricFilter' };
  const { body } = jsonReply({ filterName, logGroupName });
  // ignores the answer: there may be no old filter
  await forward({ ...call, headers, body, operation: 'DeleteMetricFilter' });
  return forward(call);
};
