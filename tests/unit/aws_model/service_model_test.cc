#include "providers/aws/model/service_model.h"

#include <gtest/gtest.h>

#include "schema/base/env.h"

namespace tenon::aws {
namespace {

constexpr const char* kModel = R"({
"metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "thing", "jsonVersion": "1.1", "protocol": "json",
             "serviceId": "Thing Maker", "targetPrefix": "Thing"},
"operations": {
  "MakeThing": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"},
                "output": {"shape": "Out", "resultWrapper": "MakeThingResult"}, "errors": ["Busy"],
                "endpoint": {"hostPrefix": "data."}},
  "Ping": {"http": {"method": "GET", "requestUri": "/ping"}, "authtype": "none", "errors": []}},
"shapes": {
  "In": {"type": "structure", "required": ["Name"],
         "members": {"Name": {"shape": "Name"}, "Token": {"shape": "Name", "idempotencyToken": true},
                     "Inner": {"shape": "In"}}},
  "Out": {"type": "structure", "members": {"Names": {"shape": "Names", "locationName": "names", "flattened": true}}},
  "Names": {"type": "list", "member": {"shape": "Name"}},
  "Name": {"type": "string", "min": 1, "max": 64, "pattern": "[a-z]+", "enum": ["a", "b"]},
  "Busy": {"type": "structure", "members": {}, "exception": true, "error": {"code": "ThingBusy", "httpStatusCode": 400},
           "retryable": {"throttling": true}}},
"paginators": {"ListThings": {"input_token": "Next", "output_token": "Next || Last.Id", "limit_key": "Max", "result_key": ["Things"]}},
"waiters": {"Ready": {"operation": "MakeThing", "delay": 2, "maxAttempts": 30,
            "acceptors": [{"state": "success", "matcher": "path", "argument": "Thing.State", "expected": "READY"},
                          {"state": "retry", "matcher": "error", "expected": "NotFound"}]}}
})";

TEST(ServiceModel, IsLoaded) {
  const auto loaded = load_service_model(kModel);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const ServiceModel& model = **loaded;
  EXPECT_EQ(model.protocol, "json");
  EXPECT_EQ(model.signing_name, "thing");  // the endpoint's prefix, where there is no other
  EXPECT_EQ(model.service_id, "Thing Maker");
  EXPECT_EQ(model.find("NoSuch"), nullptr);

  const Operation& make = *model.find("MakeThing");
  EXPECT_EQ(make.method, "POST");
  EXPECT_EQ(make.result_wrapper, "MakeThingResult");
  EXPECT_EQ(make.host_prefix, "data.");
  EXPECT_FALSE(make.unsigned_request);
  EXPECT_TRUE(model.find("Ping")->unsigned_request);
  EXPECT_EQ(model.find("Ping")->input, nullptr);

  const Member& name = *make.input->find("Name");
  EXPECT_TRUE(name.required);
  EXPECT_EQ(name.shape->kind, ShapeKind::String);
  EXPECT_EQ(name.shape->min, "1");
  EXPECT_EQ(name.shape->values, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(make.input->find("Token")->idempotency_token);
  EXPECT_FALSE(make.input->find("Token")->required);
  EXPECT_EQ(make.input->find("Inner")->shape, make.input);  // shapes may be recursive
  EXPECT_EQ(make.input->find("Nothing"), nullptr);
  EXPECT_TRUE(make.output->find("Names")->flattened);
  EXPECT_EQ(make.output->find("Names")->shape->element.shape, name.shape);

  ASSERT_EQ(make.errors.size(), 1u);
  EXPECT_TRUE(make.errors[0]->is_error);
  EXPECT_TRUE(make.errors[0]->throttling);
  EXPECT_EQ(make.errors[0]->error_code, "ThingBusy");
  EXPECT_EQ(make.errors[0]->error_status, 400);
}

TEST(ServiceModel, KnowsPagesAndWaits) {
  const auto loaded = load_service_model(kModel);
  ASSERT_TRUE(loaded);
  const Paginator& pages = (*loaded)->paginators.at("ListThings");
  EXPECT_EQ(pages.input_tokens, std::vector<std::string>{"Next"});
  EXPECT_EQ(pages.result_keys, std::vector<std::string>{"Things"});
  EXPECT_EQ(to_json(pages.output_tokens[0].evaluate(*parse_json(R"({"Last":{"Id":"x"}})"))),
            R"("x")");
  const Waiter& ready = (*loaded)->waiters.at("Ready");
  EXPECT_EQ(ready.delay_seconds, 2);
  EXPECT_EQ(ready.max_attempts, 30);
  ASSERT_EQ(ready.acceptors.size(), 2u);
  EXPECT_EQ(ready.acceptors[0].expected.text(), "READY");
  EXPECT_EQ(ready.acceptors[1].matcher, "error");
}

TEST(ServiceModel, IsRefusedWhereItIsBroken) {
  for (const char* broken :
       {"", "[]", "{}", R"({"metadata":{},"shapes":{"A":{"type":"thing"}}})",
        R"({"metadata":{},"shapes":{"A":{"type":"list","member":{"shape":"B"}}}})",
        R"({"metadata":{},"operations":{"O":{"input":{"shape":"B"}}}})",
        R"({"metadata":{},"paginators":{"P":{"output_token":"a["}}})"}) {
    const auto loaded = load_service_model(broken);
    ASSERT_FALSE(loaded) << broken;
    EXPECT_EQ(loaded.error().category == ErrorCategory::Corrupt ||
                  loaded.error().category == ErrorCategory::InvalidArgument,
              true);
  }
}

TEST(ServiceModel, EveryOneThatIsShippedLoads) {
  const auto names = system_env().list_directory(MODELS);
  ASSERT_TRUE(names);
  std::size_t loaded_ones = 0;
  for (const std::string& name : *names) {
    if (name.size() < 6 || name.substr(name.size() - 5) != ".json") continue;
    const auto text = system_env().read_file(std::string(MODELS) + "/" + name);
    ASSERT_TRUE(text);
    const auto loaded = load_service_model(*text);
    ASSERT_TRUE(loaded) << name << ": " << loaded.error().message;
    EXPECT_FALSE((*loaded)->operations.empty()) << name;
    EXPECT_FALSE((*loaded)->signing_name.empty()) << name;
    for (const auto& [operation_name, operation] : (*loaded)->operations)
      EXPECT_FALSE(operation.method.empty()) << name << " " << operation_name;
    ++loaded_ones;
  }
  EXPECT_GE(loaded_ones, 9u);
}

}  // namespace
}  // namespace tenon::aws
