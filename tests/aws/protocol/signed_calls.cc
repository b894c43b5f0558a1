// Makes one call of each service through aws::call(), for a server that checks signatures:
//   signed_calls ENDPOINT FOLDER_OF_MODELS       credentials from the environment
// Prints a line for each: "ssm:PutParameter ok", or the code of the error and its category's
// number.

#include <iostream>

#include "providers/aws/client/credentials.h"
#include "providers/aws/protocol/caller.h"

namespace tenon::aws {

namespace {

struct Call {
  const char* service;
  const char* operation;
  const char* input;
};

// Characters that escaping could get wrong are part of the values. A form without spaces: moto
// signs what it writes anew from the parsed form, with "+" where tenon, as Smithy says, sends
// "%20".
constexpr Call kCalls[] = {
    {"sts", "GetCallerIdentity", "{}"},
    {"ssm", "PutParameter",
     R"({"Name":"/a/b c","Value":"50% + \u00e4/~*'()&=\n","Type":"String","Overwrite":true})"},
    {"sns", "CreateTopic",
     R"({"Name":"topic","Attributes":{"DisplayName":"50%+\u00e4/~*'()&=x"},"Tags":[{"Key":"a/b","Value":"+"}]})"},
    {"sqs", "CreateQueue", R"({"QueueName":"queue","Attributes":{"DelaySeconds":"5"}})"},
    {"dynamodb", "CreateTable",
     R"({"TableName":"t","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})"},
    {"cloudwatch", "PutMetricAlarm",
     R"({"AlarmName":"alarm + 1","MetricName":"m","Namespace":"n","Statistic":"Sum","Period":60,"EvaluationPeriods":1,"Threshold":1.5,"ComparisonOperator":"GreaterThanThreshold","Dimensions":[{"Name":"d","Value":"v"}]})"},
    {"kms", "CreateKey", R"({"Description":"k"})"},
    {"logs", "CreateLogGroup", R"({"logGroupName":"/group"})"},
};

int run(const std::string& url, const std::string& folder) {
  Env& env = system_env();
  const auto http = make_http_client();
  Throttle throttle(8);
  Guarded<CallStats> stats;
  const auto found = find_credentials({env, *http, throttle, stats}, {});
  if (!found) {
    std::cerr << found.error().message << "\n";
    return 2;
  }
  Sender sender(env, *http, throttle, stats, found->credentials, 2);
  for (const Call& each : kCalls) {
    const std::string name = std::string(each.service) + ":" + each.operation;
    const auto text = env.read_file(folder + "/" + each.service + ".json");
    const auto model = text ? load_service_model(*text)
                            : Result<std::shared_ptr<const ServiceModel>>(text.error());
    const auto input = parse_json(each.input);
    if (!model || !input) {
      std::cerr << name << ": " << (model ? input.error().message : model.error().message) << "\n";
      return 2;
    }
    CallRequest request;
    request.model = model->get();
    request.service = each.service;
    request.operation = (*model)->find(each.operation);
    CHECK(request.operation != nullptr);
    request.input = &*input;
    request.endpoint = {url, "us-east-1", true};
    const CallOutcome outcome = call(sender, request);
    std::cout << name << " "
              << (outcome.ok() ? "ok"
                               : outcome.code() + " " +
                                     std::to_string(static_cast<int>(outcome.error->category)))
              << (outcome.ambiguous ? " ambiguous" : "") << "\n";
    if (!outcome.ok()) std::cerr << outcome.error->message << "\n";
  }
  return 0;
}

}  // namespace

}  // namespace tenon::aws

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: signed_calls ENDPOINT FOLDER_OF_MODELS\n";
    return 2;
  }
  return tenon::aws::run(arguments[1], arguments[2]);
}
