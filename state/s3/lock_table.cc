#include "state/s3/lock_table.h"

#include <nlohmann/json.hpp>

namespace tenon {

using nlohmann::json;

namespace {

json text_value(const std::string& text) { return json{{"S", text}}; }

}  // namespace

S3LockTable::S3LockTable(std::shared_ptr<S3Connection> connection)
    : connection_(std::move(connection)) {
  CHECK(!connection_->settings().dynamodb_table.empty());
}

S3Call S3LockTable::call(const std::string& operation, std::string body) const {
  const S3Settings& settings = connection_->settings();
  S3Call call;
  call.operation = "dynamodb:" + operation;
  call.resource = "arn:" + std::string(aws::partition_of(settings.region).name) +
                  ":dynamodb:" + settings.region + ":*:table/" + settings.dynamodb_table;
  call.signing_name = "dynamodb";
  call.endpoint = aws::resolve_endpoint(
      connection_->env(),
      {"dynamodb", "DynamoDB", settings.region, &settings.endpoints, "dynamodb"});
  call.http.method = "POST";
  call.http.path = "/";
  call.http.headers = {{"Content-Type", "application/x-amz-json-1.0"},
                       {"X-Amz-Target", "DynamoDB_20120810." + operation}};
  call.http.body = std::move(body);
  return call;
}

Result<std::optional<std::string>> S3LockTable::get(const std::string& id,
                                                    const std::string& attribute) {
  const json body = {{"TableName", connection_->settings().dynamodb_table},
                     {"Key", {{"LockID", text_value(id)}}},
                     {"ConsistentRead", true},
                     {"ProjectionExpression", "LockID, " + attribute}};
  const S3Call question = call("GetItem", body.dump());
  ASSIGN_OR_RETURN(const S3Answer answer, connection_->call(question));
  if (!answer.code.empty()) return connection_->refusal(question, answer);
  const auto parsed = json::parse(answer.response.body, nullptr, false);
  if (!parsed.is_object())
    return make_error(ErrorCategory::Corrupt, "dynamodb:GetItem: the answer is no JSON object");
  const auto pointer = json::json_pointer("/Item/" + attribute + "/S");
  if (!parsed.contains(pointer) || !parsed.at(pointer).is_string())
    return std::optional<std::string>();
  return std::optional<std::string>(parsed.at(pointer).get<std::string>());
}

Status S3LockTable::put(const std::string& id, const std::string& attribute,
                        const std::string& value) {
  const json body = {{"TableName", connection_->settings().dynamodb_table},
                     {"Item", {{"LockID", text_value(id)}, {attribute, text_value(value)}}}};
  const S3Call order = call("PutItem", body.dump());
  ASSIGN_OR_RETURN(const S3Answer answer, connection_->call(order));
  if (!answer.code.empty()) return connection_->refusal(order, answer);
  return ok_status();
}

Status S3LockTable::put_if_absent(const std::string& id, const std::string& attribute,
                                  const std::string& value) {
  const json body = {{"TableName", connection_->settings().dynamodb_table},
                     {"Item", {{"LockID", text_value(id)}, {attribute, text_value(value)}}},
                     {"ConditionExpression", "attribute_not_exists(LockID)"}};
  const S3Call order = call("PutItem", body.dump());
  ASSIGN_OR_RETURN(const S3Answer answer, connection_->call(order));
  if (answer.code.empty()) return ok_status();
  if (answer.ambiguous && answer.code == "ConditionalCheckFailedException") {
    ASSIGN_OR_RETURN(const auto there, get(id, attribute));
    if (there == value) return ok_status();
  }
  return connection_->refusal(order, answer);
}

Status S3LockTable::remove_if(const std::string& id, const std::string& attribute,
                              const std::string& value) {
  const json body = {{"TableName", connection_->settings().dynamodb_table},
                     {"Key", {{"LockID", text_value(id)}}},
                     {"ConditionExpression", "#a = :v"},
                     {"ExpressionAttributeNames", {{"#a", attribute}}},
                     {"ExpressionAttributeValues", {{":v", text_value(value)}}}};
  const S3Call order = call("DeleteItem", body.dump());
  ASSIGN_OR_RETURN(const S3Answer answer, connection_->call(order));
  if (answer.code.empty()) return ok_status();
  if (answer.ambiguous && answer.code == "ConditionalCheckFailedException") {
    ASSIGN_OR_RETURN(const auto there, get(id, attribute));
    if (!there) return ok_status();
  }
  return connection_->refusal(order, answer);
}

Status S3LockTable::remove(const std::string& id) {
  const json body = {{"TableName", connection_->settings().dynamodb_table},
                     {"Key", {{"LockID", text_value(id)}}}};
  const S3Call order = call("DeleteItem", body.dump());
  ASSIGN_OR_RETURN(const S3Answer answer, connection_->call(order));
  if (!answer.code.empty()) return connection_->refusal(order, answer);
  return ok_status();
}

}  // namespace tenon
