#include "providers/aws/client/sender.h"

#include <gtest/gtest.h>

#include "tests/unit/aws_client/fakes.h"

namespace tenon::aws {
namespace {

// Statuses stand for what a protocol would tell from the body.
Classified by_status(const HttpResponse& response) {
  switch (response.status) {
    case 200:
      return {};
    case 500:
      return {true, Retry::Transient};
    case 503:
      return {true, Retry::NotActed};
    case 429:
      return {true, Retry::Throttling};
    case 403:
      return {true, Retry::ClockSkew};
    case 401:
      return {true, Retry::Expired};
    default:
      return {true, Retry::No};
  }
}

class SenderTest : public ::testing::Test {
 protected:
  SendOutcome send(bool repeatable, std::function<void(SendRequest&)> adjust = {}) {
    SendRequest request;
    request.operation = "ssm:PutParameter";
    request.signing_name = "ssm";
    request.endpoint = {"https://ssm.us-east-1.amazonaws.com", "us-east-1", false};
    request.http.method = "POST";
    request.http.path = "/";
    request.http.body = "{}";
    request.repeatable = repeatable;
    request.classify = by_status;
    if (adjust) adjust(request);
    return sender->send(request);
  }
  static std::string header(const HttpRequest& request, const std::string& name) {
    for (const auto& [key, value] : request.headers) {
      if (key == name) return value;
    }
    return {};
  }

  FakeEnv env;
  FakeHttp http;
  Throttle throttle{8};
  Guarded<CallStats> stats;
  std::unique_ptr<Sender> sender = std::make_unique<Sender>(
      env, http, throttle, stats, Credentials{"AKIDEXAMPLE", "secret", ""}, 3);
};

TEST_F(SenderTest, CredentialsThatHaveRunOutAreRenewedOnce) {
  http.answer(401, "ExpiredToken");
  http.answer(200, "done");
  int asked = 0;
  auto source = std::make_shared<CredentialSource>(env, [&]() -> Result<FoundCredentials> {
    ++asked;
    return FoundCredentials{{"KEY" + std::to_string(asked), "s", ""}, "a test", {}};
  });
  sender = std::make_unique<Sender>(env, http, throttle, stats, source, 3);
  const SendOutcome outcome = send(false);
  ASSERT_TRUE(outcome.response);
  EXPECT_EQ(outcome.response->status, 200);
  EXPECT_EQ(outcome.credentials, "a test");
  ASSERT_EQ(http.requests.size(), 2U);
  EXPECT_NE(header(http.requests[1], "Authorization").find("Credential=KEY2/"), std::string::npos);
}

TEST_F(SenderTest, CredentialsThatCannotBeRenewedAreNotTriedAgain) {
  http.answer(401, "ExpiredToken");
  const SendOutcome outcome = send(true);
  EXPECT_TRUE(outcome.is_error);
  EXPECT_EQ(http.requests.size(), 1U);
}

TEST_F(SenderTest, WithoutCredentialsNothingIsSent) {
  auto source = std::make_shared<CredentialSource>(env, []() -> Result<FoundCredentials> {
    return make_error(ErrorCategory::Unauthenticated, "there are none");
  });
  sender = std::make_unique<Sender>(env, http, throttle, stats, source, 3);
  const SendOutcome outcome = send(true);
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.ambiguous);
  EXPECT_EQ(outcome.failure->message, "there are none");
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(SenderTest, SignsAndSends) {
  http.answer(200, "done");
  const SendOutcome outcome = send(false);
  ASSERT_TRUE(outcome.response);
  EXPECT_EQ(outcome.response->body, "done");
  EXPECT_FALSE(outcome.is_error);
  EXPECT_FALSE(outcome.ambiguous);
  ASSERT_EQ(http.requests.size(), 1u);
  EXPECT_EQ(http.requests[0].url, "https://ssm.us-east-1.amazonaws.com/");
  EXPECT_EQ(header(http.requests[0], "X-Amz-Date"), "20150830T123600Z");
  EXPECT_NE(header(http.requests[0], "Authorization").find("/20150830/us-east-1/ssm/aws4_request"),
            std::string::npos);
  EXPECT_EQ(stats.lock()->calls.at("ssm:PutParameter"), 1u);
  EXPECT_EQ(stats.lock()->bytes_sent, 2u);
  EXPECT_EQ(stats.lock()->bytes_received, 4u);
}

TEST_F(SenderTest, KeepsThePathOfTheEndpoint) {
  http.answer(200, "");
  send(false, [](SendRequest& request) {
    request.endpoint = {"http://127.0.0.1:80/proxy", "us-east-1", true};
    request.http.query = "a=b";
  });
  EXPECT_EQ(http.requests[0].url, "http://127.0.0.1:80/proxy/?a=b");
}

TEST_F(SenderTest, SendsUnsignedWhereTheOperationWantsThat) {
  http.answer(200, "");
  send(false, [](SendRequest& request) { request.unsigned_request = true; });
  EXPECT_EQ(header(http.requests[0], "Authorization"), "");
}

TEST_F(SenderTest, RepeatsATransientErrorOfARepeatableRequest) {
  http.answer(500, "");
  http.answer(200, "done");
  const SendOutcome outcome = send(true);
  EXPECT_FALSE(outcome.is_error);
  EXPECT_EQ(http.requests.size(), 2u);
  EXPECT_EQ(stats.lock()->retries, 1u);
}

TEST_F(SenderTest, NeverRepeatsWhatMayHaveHappened) {
  http.answer(500, "");
  const SendOutcome outcome = send(false);
  EXPECT_TRUE(outcome.is_error);
  EXPECT_TRUE(outcome.ambiguous);
  EXPECT_EQ(http.requests.size(), 1u);

  http.requests.clear();
  http.answers.clear();
  http.fail(false);
  const SendOutcome lost = send(false);
  ASSERT_TRUE(lost.failure);
  EXPECT_TRUE(lost.ambiguous);
  EXPECT_EQ(http.requests.size(), 1u);
  EXPECT_EQ(lost.failure->message, "https://ssm.us-east-1.amazonaws.com: connection reset");
}

TEST_F(SenderTest, RepeatsWhatCertainlyDidNotHappen) {
  http.answer(503, "");
  http.fail(true);
  http.answer(200, "done");
  const SendOutcome outcome = send(false);
  EXPECT_FALSE(outcome.is_error);
  EXPECT_EQ(http.requests.size(), 3u);
}

TEST_F(SenderTest, StaysAmbiguousWhenALaterAttemptNeverArrives) {
  http.answer(500, "");
  http.fail(true);
  const SendOutcome outcome = send(true);
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(outcome.ambiguous);
  EXPECT_EQ(http.requests.size(), 3u);
}

TEST_F(SenderTest, StaysAmbiguousWhenTheRepetitionIsRefused) {
  http.answer(500, "");
  http.answer(400, "it exists already");
  const SendOutcome outcome = send(true);
  EXPECT_TRUE(outcome.is_error);
  EXPECT_TRUE(outcome.ambiguous);
}

TEST_F(SenderTest, IsNotAmbiguousWhereNothingWasSent) {
  http.fail(true);
  const SendOutcome outcome = send(false);
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.ambiguous);
  EXPECT_EQ(http.requests.size(), 3u);
}

TEST_F(SenderTest, RepeatsThrottledRequestsThreeTimesAsOften) {
  http.answer(429, "");
  const SendOutcome outcome = send(false);
  EXPECT_TRUE(outcome.is_error);
  EXPECT_FALSE(outcome.ambiguous);
  EXPECT_EQ(http.requests.size(), 9u);
}

TEST_F(SenderTest, PausesLongerEachTimeUpToALimit) {
  http.answer(429, "");
  send(false);
  ASSERT_EQ(env.pauses.size(), 8u);
  EXPECT_EQ(env.pauses[0], std::chrono::milliseconds(199));  // of at most 200
  EXPECT_EQ(env.pauses[1], std::chrono::milliseconds(399));
  for (const auto pause : env.pauses) EXPECT_LE(pause, std::chrono::seconds(20));
  EXPECT_GT(env.pauses[7], std::chrono::seconds(19));
}

TEST_F(SenderTest, IsFinalWhereTheErrorIs) {
  http.answer(400, "");
  const SendOutcome outcome = send(true);
  EXPECT_TRUE(outcome.is_error);
  EXPECT_FALSE(outcome.ambiguous);
  EXPECT_EQ(http.requests.size(), 1u);
}

TEST_F(SenderTest, CorrectsTheClockOnceByTheServers) {
  http.answer(403, "", {{"date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
  http.answer(200, "");
  EXPECT_FALSE(send(false).is_error);
  ASSERT_EQ(http.requests.size(), 2u);
  EXPECT_EQ(header(http.requests[1], "X-Amz-Date"), "20150830T133600Z");
  // And keeps the correction.
  EXPECT_FALSE(send(false).is_error);
  EXPECT_EQ(header(http.requests[2], "X-Amz-Date"), "20150830T133600Z");
}

TEST_F(SenderTest, CorrectsTheClockNoSecondTime) {
  http.answer(403, "", {{"date", "Sun, 30 Aug 2015 13:36:00 GMT"}});
  http.answer(403, "", {{"date", "Sun, 30 Aug 2015 15:36:00 GMT"}});
  EXPECT_TRUE(send(false).is_error);
  EXPECT_EQ(http.requests.size(), 2u);
}

TEST_F(SenderTest, DoesNotBlameTheClockForAWrongSecret) {
  http.answer(403, "", {{"date", "Sun, 30 Aug 2015 12:36:02 GMT"}});
  EXPECT_TRUE(send(false).is_error);
  EXPECT_EQ(http.requests.size(), 1u);
}

TEST_F(SenderTest, StopsWhenCancelled) {
  http.answer(429, "");
  const SendOutcome outcome =
      send(true, [](SendRequest& request) { request.cancelled = [] { return true; }; });
  EXPECT_TRUE(outcome.is_error);
  EXPECT_EQ(http.requests.size(), 1u);
}

TEST_F(SenderTest, StopsAtTheDeadline) {
  http.answer(429, "");
  send(true, [this](SendRequest& request) {
    request.deadline = env.monotonic() + std::chrono::milliseconds(700);
  });
  EXPECT_EQ(http.requests.size(), 3u);  // after 199 and 598 ms
}

TEST(HttpDate, IsReadAndRefused) {
  EXPECT_EQ(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_EQ(parse_http_date("Sat, 21 Nov 2026 02:40:18 GMT"), 1795228818);
  EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 00:00:00 GMT"), 1709164800);
  for (const char* bad : {"", "yesterday", "Sat, 21 Nov 2026", "Sat, xx Nov 2026 02:40:18 GMT",
                          "Sat, 21 Foo 2026 02:40:18 GMT", "Sat, 32 Nov 2026 02:40:18 GMT",
                          "Sat, 21 Nov 2026 24:40:18 GMT"})
    EXPECT_FALSE(parse_http_date(bad)) << bad;
}

TEST(AmzTimestamp, IsBasicIso8601) {
  EXPECT_EQ(amz_timestamp(std::chrono::system_clock::time_point{}), "19700101T000000Z");
}

}  // namespace
}  // namespace tenon::aws
