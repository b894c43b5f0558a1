#include "providers/aws/protocol/caller.h"

#include "tests/unit/aws_client/fakes.h"
#include "tests/unit/aws_protocol/models.h"

namespace tenon::aws {
namespace {

class CallerTest : public ::testing::Test {
 protected:
  CallOutcome make(const char* operation, const std::string& input, const std::string& token = "",
                   bool repeatable = false) {
    const Node node = *parse_json(input);
    CallRequest request;
    request.model = model.get();
    request.service = "things";
    request.operation = model->find(operation);
    request.input = &node;
    request.endpoint = endpoint;
    request.token = token;
    request.repeatable = repeatable;
    return call(sender, request);
  }

  std::shared_ptr<const ServiceModel> model = model_of(kJsonModel);
  Endpoint endpoint{"https://things.us-east-1.amazonaws.com", "us-east-1", false};
  FakeEnv env;
  FakeHttp http;
  Throttle throttle{8};
  Guarded<CallStats> stats;
  Sender sender{env, http, throttle, stats, {"AKIDEXAMPLE", "the-secret", ""}, 3};
};

TEST_F(CallerTest, GoesFromANodeToANode) {
  http.answer(200, R"({"Name":"n","At":0})");
  const CallOutcome outcome = make("PutThing", R"({"Name":"n"})");
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(to_json(outcome.output), R"({"Name":"n","At":"1970-01-01T00:00:00Z"})");
  EXPECT_EQ(outcome.status, 200);
  EXPECT_EQ(http.requests[0].body, R"({"Name":"n"})");
  EXPECT_EQ(stats.lock()->calls.at("things:PutThing"), 1u);
}

TEST_F(CallerTest, FillsTheTokenAndMayThenRepeat) {
  http.answer(500, "{}");
  http.answer(200, "{}");
  EXPECT_TRUE(make("PutThing", R"({"Name":"n"})", "tok").ok());
  ASSERT_EQ(http.requests.size(), 2u);
  EXPECT_EQ(http.requests[0].body, R"({"Name":"n","Token":"tok"})");
  EXPECT_EQ(http.requests[1].body, http.requests[0].body);
}

TEST_F(CallerTest, KeepsATokenThatWasGiven) {
  http.answer(200, "{}");
  EXPECT_TRUE(make("PutThing", R"({"Token":"mine"})", "tok").ok());
  EXPECT_EQ(http.requests[0].body, R"({"Token":"mine"})");
}

TEST_F(CallerTest, RepeatsNothingWithoutATokenWhereTheOperationTakesNone) {
  http.answer(500, "{}");
  const CallOutcome outcome = make("Ping", "{}", "tok");
  EXPECT_FALSE(outcome.ok());
  EXPECT_TRUE(outcome.ambiguous);
  EXPECT_EQ(http.requests.size(), 1u);
}

TEST_F(CallerTest, TellsTheErrorInAFullSentence) {
  http.answer(400, R"({"__type":"ThingNotFound","message":"no such thing"})",
              {{"x-amzn-requestid", "r1"}});
  const CallOutcome outcome = make("PutThing", "{}");
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.code(), "ThingNotFound");
  EXPECT_EQ(outcome.error->category, ErrorCategory::NotFound);
  EXPECT_FALSE(outcome.ambiguous);
  EXPECT_EQ(
      outcome.error->message,
      "things:PutThing at https://things.us-east-1.amazonaws.com: ThingNotFound: no such thing "
      "(request r1)");
}

TEST_F(CallerTest, SortsErrorsIntoCategories) {
  const auto category = [this](int status, const std::string& code) {
    http.answers.clear();
    http.answer(status, "{\"__type\":\"" + code + "\"}");
    return make("PutThing", "{}").error->category;
  };
  EXPECT_EQ(category(400, "AccessDeniedException"), ErrorCategory::PermissionDenied);
  EXPECT_EQ(category(403, "UnrecognizedClientException"), ErrorCategory::Unauthenticated);
  EXPECT_EQ(category(403, "SignatureDoesNotMatch"), ErrorCategory::Unauthenticated);
  EXPECT_EQ(category(400, "AlreadyExistsException"), ErrorCategory::AlreadyExists);
  EXPECT_EQ(category(400, "ResourceInUseException"), ErrorCategory::Conflict);
  EXPECT_EQ(category(400, "LimitExceededException"), ErrorCategory::Exhausted);
  EXPECT_EQ(category(400, "ThrottlingException"), ErrorCategory::Unavailable);
  EXPECT_EQ(category(400, "ValidationException"), ErrorCategory::InvalidArgument);
  EXPECT_EQ(category(500, "Oops"), ErrorCategory::Unavailable);
}

TEST_F(CallerTest, NamesTheMissingPermission) {
  http.answer(400, R"({"__type":"AccessDeniedException"})");
  EXPECT_NE(make("PutThing", "{}").error->message.find("permission things:PutThing"),
            std::string::npos);
}

TEST_F(CallerTest, NeverShowsTheSecret) {
  http.answer(403, R"({"__type":"SignatureDoesNotMatch","message":"no"})");
  EXPECT_EQ(make("PutThing", "{}").error->message.find("the-secret"), std::string::npos);
  http.answers.clear();
  http.fail(false);
  EXPECT_EQ(make("PutThing", "{}").error->message.find("the-secret"), std::string::npos);
}

TEST_F(CallerTest, IsAmbiguousWhereTheAnswerCannotBeRead) {
  http.answer(200, R"({"Name":)");
  const CallOutcome outcome = make("PutThing", "{}");
  ASSERT_FALSE(outcome.ok());
  EXPECT_TRUE(outcome.ambiguous);
  EXPECT_EQ(outcome.error->category, ErrorCategory::Corrupt);
  EXPECT_NE(outcome.error->message.find("cannot be read"), std::string::npos);
}

TEST_F(CallerTest, IsAmbiguousWhereTheAnswerIsLost) {
  http.fail(false);
  const CallOutcome outcome = make("PutThing", "{}");
  EXPECT_TRUE(outcome.ambiguous);
  EXPECT_EQ(http.requests.size(), 1u);
  EXPECT_EQ(outcome.error->message,
            "things:PutThing: https://things.us-east-1.amazonaws.com: connection reset");
}

TEST_F(CallerTest, SendsNothingThatDoesNotFit) {
  const CallOutcome outcome = make("PutThing", R"({"Count":"many"})");
  EXPECT_EQ(outcome.error->message, "things:PutThing: Count must be a number");
  EXPECT_FALSE(outcome.ambiguous);
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(CallerTest, PutsThePrefixBeforeTheHostThatIsAws) {
  http.answer(200, "{}");
  EXPECT_TRUE(make("GetData", R"({"Name":"ann"})").ok());
  EXPECT_EQ(http.requests[0].url, "https://ann.data.things.us-east-1.amazonaws.com/");
  endpoint = {"http://127.0.0.1:5000", "us-east-1", true};
  EXPECT_TRUE(make("GetData", R"({"Name":"ann"})").ok());
  EXPECT_EQ(http.requests[1].url, "http://127.0.0.1:5000/");
}

TEST_F(CallerTest, LetsNoHostBeMadeOfAnything) {
  for (const char* input :
       {"{}", R"({"Name":""})", R"({"Name":"evil.example/"})", R"({"Name":"a@b"})"}) {
    const CallOutcome outcome = make("GetData", input);
    ASSERT_FALSE(outcome.ok()) << input;
    EXPECT_EQ(outcome.error->category, ErrorCategory::InvalidArgument);
  }
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(CallerTest, RefusesAProtocolThatIsNotSpoken) {
  ServiceModel other;
  other.protocol = "smithy-rpc-v2-cbor";
  Operation operation;
  operation.name = "X";
  CallRequest request;
  request.model = &other;
  request.service = "other";
  request.operation = &operation;
  const CallOutcome outcome = call(sender, request);
  EXPECT_EQ(outcome.error->category, ErrorCategory::Unsupported);
}

}  // namespace
}  // namespace tenon::aws
