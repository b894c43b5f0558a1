#include "providers/http/http_client.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/http/loopback_server.h"

namespace tenon {
namespace {

using std::chrono::milliseconds;

std::string answer(const std::string& body, const std::string& headers = "",
                   const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

HttpRequest post(const std::string& url, std::string body = "{}") {
  HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.body = std::move(body);
  request.timeout = milliseconds(5000);
  return request;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(HttpClient, SendsWhatItWasGivenAndReturnsTheAnswer) {
  LoopbackServer server(
      {answer("hello", "X-One:  a b \r\nX-One: second\r\nX-Amzn-RequestId: r\r\n")});
  const auto client = make_http_client({"tenon/test", "", ""});
  HttpRequest request = post(server.url() + "/a//b/../c%20d?x=1&x=%2F", "body");
  request.headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Empty", ""}};
  const HttpOutcome outcome = client->perform(request);
  ASSERT_TRUE(outcome.response);
  EXPECT_FALSE(outcome.failure);
  EXPECT_EQ(outcome.response->status, 200);
  EXPECT_EQ(outcome.response->body, "hello");
  EXPECT_EQ(outcome.response->header("x-one"), "a b");
  EXPECT_EQ(outcome.response->header("x-amzn-requestid"), "r");
  EXPECT_EQ(outcome.response->header("x-none"), "");

  const std::string sent = server.requests().at(0);
  EXPECT_TRUE(holds(sent, "POST /a//b/../c%20d?x=1&x=%2F HTTP/1.1\r\n")) << sent;
  EXPECT_TRUE(holds(sent, "Content-Type: application/x-amz-json-1.1\r\n"));
  EXPECT_TRUE(holds(sent, "X-Empty:\r\n"));
  EXPECT_TRUE(holds(sent, "Content-Length: 4\r\n"));
  EXPECT_TRUE(holds(sent, "User-Agent: tenon/test\r\n"));
  EXPECT_FALSE(holds(sent, "Expect:"));
  EXPECT_EQ(sent.substr(sent.size() - 8), "\r\n\r\nbody");
}

TEST(HttpClient, TakesErrorsOfTheServerAsAnswers) {
  LoopbackServer server({answer("oops", "", "500 Internal Server Error")});
  const HttpOutcome outcome = make_http_client()->perform(post(server.url()));
  ASSERT_TRUE(outcome.response);
  EXPECT_EQ(outcome.response->status, 500);
  EXPECT_EQ(outcome.response->body, "oops");
}

TEST(HttpClient, KeepsItsConnections) {
  LoopbackServer server({answer("x")});
  const auto client = make_http_client();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client->perform(post(server.url())).response);
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, ForgetsOneRequestBeforeTheNext) {
  LoopbackServer server({answer("x")});
  const auto client = make_http_client();
  HttpRequest first = post(server.url(), "a long body");
  first.headers = {{"X-First", "1"}};
  ASSERT_TRUE(client->perform(first).response);
  HttpRequest second;
  second.url = server.url() + "/second";
  ASSERT_TRUE(client->perform(second).response);
  const std::string sent = server.requests().at(1);
  EXPECT_TRUE(holds(sent, "GET /second HTTP/1.1\r\n")) << sent;
  EXPECT_FALSE(holds(sent, "X-First"));
  EXPECT_FALSE(holds(sent, "long body"));
}

TEST(HttpClient, ServesManyThreads) {
  LoopbackServer server({answer("x")});
  const auto client = make_http_client();
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 10; ++n)
        good += client->perform(post(server.url())).response.has_value() ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 80);
  EXPECT_LE(server.connections(), 8);
}

TEST(HttpClient, KnowsThatNothingWasSentWhereNobodyListens) {
  const HttpOutcome outcome =
      make_http_client()->perform(post("http://127.0.0.1:" + std::to_string(closed_port())));
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(outcome.failure->certainly_not_sent);
  EXPECT_TRUE(outcome.failure->error.retryable);
  EXPECT_EQ(outcome.failure->error.category, ErrorCategory::Unavailable);
  EXPECT_FALSE(outcome.failure->error.message.empty());
}

TEST(HttpClient, KnowsThatAServerMayHaveActedThatHangsUp) {
  LoopbackServer server({""});
  const HttpOutcome outcome = make_http_client()->perform(post(server.url()));
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->certainly_not_sent);
  EXPECT_TRUE(outcome.failure->error.retryable);
}

// A connection that was kept may have been closed by the server meanwhile. Whatever libcurl makes
// of it, a request that reached a server is never sent a second time behind our back.
TEST(HttpClient, SendsNothingTwiceOnAConnectionThatWasKept) {
  LoopbackServer server({answer("x"), ""});
  const auto client = make_http_client();
  ASSERT_TRUE(client->perform(post(server.url(), "first")).response);
  const HttpOutcome outcome = client->perform(post(server.url(), "second"));
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->certainly_not_sent);
  EXPECT_EQ(server.requests().size(), 2u);
}

TEST(HttpClient, KnowsThatAServerMayHaveActedThatWentAwayAfterwards) {
  LoopbackServer server({answer("x"), LoopbackServer::kGone});
  const auto client = make_http_client();
  ASSERT_TRUE(client->perform(post(server.url(), "first")).response);
  const HttpOutcome outcome = client->perform(post(server.url(), "second"));
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->certainly_not_sent) << outcome.failure->error.message;
}

TEST(HttpClient, TakesATruncatedBodyForAFailure) {
  LoopbackServer server(
      {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{\"a\":"});
  const HttpOutcome outcome = make_http_client()->perform(post(server.url()));
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->certainly_not_sent);
}

TEST(HttpClient, RefusesAnAnswerAboveTheLimit) {
  LoopbackServer server({answer(std::string(10'000, 'x'))});
  HttpRequest request = post(server.url());
  request.response_limit = 1000;
  const HttpOutcome outcome = make_http_client()->perform(request);
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(holds(outcome.failure->error.message, "larger than 1000 bytes"));
  EXPECT_FALSE(outcome.failure->error.retryable);
  EXPECT_FALSE(outcome.failure->certainly_not_sent);
}

TEST(HttpClient, GivesUpAfterItsTime) {
  LoopbackServer server({LoopbackServer::kSilence});
  HttpRequest request = post(server.url());
  request.timeout = milliseconds(50);
  const HttpOutcome outcome = make_http_client()->perform(request);
  ASSERT_TRUE(outcome.failure);
  EXPECT_FALSE(outcome.failure->certainly_not_sent);
  EXPECT_TRUE(outcome.failure->error.retryable);
}

TEST(HttpClient, IsCancelled) {
  LoopbackServer server({LoopbackServer::kSilence});
  std::atomic<bool> stop{false};
  std::thread later([&] {
    std::this_thread::sleep_for(milliseconds(20));
    stop = true;
  });
  const HttpOutcome outcome =
      make_http_client()->perform(post(server.url()), [&] { return stop.load(); });
  later.join();
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->error.category, ErrorCategory::Cancelled);
  EXPECT_FALSE(outcome.failure->error.retryable);
}

TEST(HttpClient, FollowsNoRedirects) {
  LoopbackServer server({answer("", "Location: /elsewhere\r\n", "301 Moved Permanently")});
  const HttpOutcome outcome = make_http_client()->perform(post(server.url()));
  ASSERT_TRUE(outcome.response);
  EXPECT_EQ(outcome.response->status, 301);
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST(HttpClient, SpeaksHttpOnly) {
  for (const char* url : {"file:///etc/hostname", "ftp://127.0.0.1/", "not a url", ""}) {
    const HttpOutcome outcome = make_http_client()->perform(post(url));
    ASSERT_TRUE(outcome.failure) << url;
    EXPECT_TRUE(outcome.failure->certainly_not_sent) << url;
  }
}

TEST(HttpClient, AsksForTheHeadAlone) {
  LoopbackServer server({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n"});
  HttpRequest request;
  request.method = "HEAD";
  request.url = server.url();
  request.timeout = milliseconds(2000);
  const HttpOutcome outcome = make_http_client()->perform(request);
  ASSERT_TRUE(outcome.response);
  EXPECT_EQ(outcome.response->header("content-length"), "100");
}

}  // namespace
}  // namespace tenon
