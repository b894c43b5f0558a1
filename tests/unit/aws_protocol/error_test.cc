#include "tests/unit/aws_protocol/models.h"

namespace tenon::aws {
namespace {

ApiError json_error_of(const HttpResponse& response, bool overridden = false) {
  const auto model = model_of(kJsonModel);
  return error_of(*find_protocol("json"), *model, *model->find("PutThing"), response, overridden);
}

ApiError query_error_of(const HttpResponse& response, bool overridden = false) {
  const auto model = model_of(kQueryModel);
  return error_of(*find_protocol("query"), *model, *model->find("PutTopic"), response, overridden);
}

constexpr const char* kXml =
    "<ErrorResponse xmlns=\"urn:x\"><Error><Type>Sender</Type><Code>NotFound</Code><Message> gone "
    "</Message></Error><RequestId>r1</RequestId></ErrorResponse>";

TEST(ErrorOf, ReadsJson) {
  const ApiError error = json_error_of(
      response_of(400, R"({"__type":"com.amazonaws#NotHere:http://x","message":"m","Extra":1})",
                  {{"x-amzn-requestid", "r1"}}));
  EXPECT_EQ(error.code, "NotHere");
  EXPECT_EQ(error.message, "m");
  EXPECT_EQ(error.request_id, "r1");
  EXPECT_EQ(error.status, 400);
  EXPECT_EQ(error.retry, Retry::No);
  EXPECT_EQ(error.details.find("Extra")->text(), "1");
}

TEST(ErrorOf, ReadsXml) {
  const ApiError error = query_error_of(response_of(404, kXml));
  EXPECT_EQ(error.code, "NotFound");
  EXPECT_EQ(error.message, "gone");
  EXPECT_EQ(error.request_id, "r1");
}

TEST(ErrorOf, ReadsTheOtherFormatAtTheDoor) {
  EXPECT_EQ(json_error_of(response_of(403, kXml)).code, "NotFound");
  EXPECT_EQ(json_error_of(response_of(403, kXml, {{"content-type", "text/html"}})).code,
            "NotFound");
  EXPECT_EQ(query_error_of(response_of(403, R"({"__type":"Denied"})")).code, "Denied");
}

TEST(ErrorOf, PrefersTheCodeThatOlderClientsKnow) {
  auto json = parse_json(kJsonModel);
  json->at_path({"metadata"}).set("awsQueryCompatible", Node::map());
  const auto model = load_service_model(*json);
  const ApiError error = error_of(
      *find_protocol("json"), **model, *(*model)->find("PutThing"),
      response_of(400, R"({"__type":"QueueDoesNotExist"})",
                  {{"x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender"}}),
      false);
  EXPECT_EQ(error.code, "AWS.SimpleQueueService.NonExistentQueue");
}

TEST(ErrorOf, SaysThatAPageIsNoAnswerOfAws) {
  for (const char* page : {"<html><body>no</body></html>", "  <!DOCTYPE html><p>",
                           "<!doctype html>", "<HTML></HTML>"}) {
    const ApiError error = json_error_of(response_of(404, page));
    EXPECT_EQ(error.code, "HTML page") << page;
    EXPECT_EQ(error.retry, Retry::No);
  }
  EXPECT_EQ(json_error_of(response_of(404, "not found", {{"content-type", "text/html"}})).code,
            "HTML page");
}

TEST(ErrorOf, IsFinalForAPageAtAnEndpointThatSomebodySet) {
  EXPECT_EQ(json_error_of(response_of(500, "<!doctype html>"), true).retry, Retry::No);
  EXPECT_EQ(json_error_of(response_of(500, "<!doctype html>"), false).retry, Retry::Transient);
  EXPECT_EQ(json_error_of(response_of(502, "<html>"), false).retry, Retry::Transient);
}

TEST(ErrorOf, HasAStatusWhereThereIsNoCode) {
  for (const char* body : {"", "{}", "[]", "<a/>", "plain", "{\"__type\":"}) {
    const ApiError error = json_error_of(response_of(503, body));
    EXPECT_EQ(error.code, "HTTP 503") << body;
    EXPECT_EQ(error.retry, Retry::NotActed);
  }
}

TEST(ErrorOf, KnowsWhatToRepeat) {
  const auto retry = [](int status, const std::string& code) {
    return json_error_of(response_of(status, "{\"__type\":\"" + code + "\"}")).retry;
  };
  EXPECT_EQ(retry(400, "ThrottlingException"), Retry::Throttling);
  EXPECT_EQ(retry(503, "SlowDown"), Retry::Throttling);
  EXPECT_EQ(retry(400, "SlowThing"), Retry::Throttling);  // so says the model
  EXPECT_EQ(retry(429, "Whatever"), Retry::Throttling);
  EXPECT_EQ(retry(500, "InternalServerError"), Retry::Transient);
  EXPECT_EQ(retry(502, "x"), Retry::Transient);
  EXPECT_EQ(retry(504, "x"), Retry::Transient);
  EXPECT_EQ(retry(503, "ServiceUnavailable"), Retry::NotActed);
  EXPECT_EQ(retry(403, "RequestExpired"), Retry::ClockSkew);
  EXPECT_EQ(retry(403, "InvalidSignatureException"), Retry::ClockSkew);
  EXPECT_EQ(retry(400, "ValidationException"), Retry::No);
}

TEST(FindProtocol, KnowsJsonAndQuery) {
  EXPECT_NE(find_protocol("json"), nullptr);
  EXPECT_NE(find_protocol("query"), nullptr);
  EXPECT_EQ(find_protocol("smithy-rpc-v2-cbor"), nullptr);
}

}  // namespace
}  // namespace tenon::aws
