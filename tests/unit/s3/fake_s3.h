// FakeS3: a bucket and a DynamoDB table in memory behind HttpClient, with the conditions that
// states rely on, and with lost answers on demand.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "providers/aws/client/sigv4.h"
#include "providers/http/http_client.h"
#include "schema/base/digest.h"
#include "state/s3/connection.h"
#include "tests/unit/aws_client/fakes.h"

namespace tenon {

// Shared by the clients of several "machines".
struct FakeS3World {
  std::map<std::string, std::string> objects;
  std::map<std::string, std::string> replaces;  // metadata of objects
  std::map<std::string, std::map<std::string, std::string>> items;
  std::vector<std::string> log;  // "PUT app.tfstate 200", "GetItem 200"
  std::vector<HttpRequest> requests;
  std::set<std::string> lose_once;  // "PUT app.tfstate": done, but nobody hears of it
  std::set<std::string> deny;       // refused with 403
  bool no_conditions = false;       // a store that does not know If-Match
};

class FakeS3 final : public HttpClient {
 public:
  explicit FakeS3(std::shared_ptr<FakeS3World> world) : world_(std::move(world)) {}

  HttpOutcome perform(const HttpRequest& request, const std::function<bool()>&) override {
    world_->requests.push_back(request);
    const std::string rest = request.url.substr(request.url.find("://") + 3);
    const std::string path = rest.substr(rest.find('/'));
    std::string what;
    HttpResponse response =
        path.compare(0, 8, "/states/") == 0 || path.compare(0, 7, "/states") == 0
            ? object(request, path, what)
            : item(request, what);
    world_->log.push_back(what + " " + std::to_string(response.status));
    HttpOutcome outcome;
    if (world_->lose_once.erase(what) > 0) {
      outcome.failure = HttpFailure{make_error(ErrorCategory::Unavailable, "reset"), false};
      outcome.failure->error.retryable = true;
      return outcome;
    }
    outcome.response = std::move(response);
    return outcome;
  }

 private:
  static std::string header(const HttpRequest& request, const std::string& name) {
    for (const auto& [key, value] : request.headers) {
      if (key == name) return value;
    }
    return {};
  }
  static std::string etag(const std::string& text) { return '"' + to_hex(md5(text)) + '"'; }
  static HttpResponse error(int status, const std::string& code) {
    return {status, {}, "<Error><Code>" + code + "</Code><Message>m</Message></Error>"};
  }

  HttpResponse object(const HttpRequest& request, const std::string& path, std::string& what) {
    auto& objects = world_->objects;
    const auto question = path.find('?');
    const std::string key =
        path.size() > 8 && path[7] == '/' ? aws::uri_decode(path.substr(8, question - 8)) : "";
    if (key.empty() || path.compare(0, 8, "/states?") == 0)
      return list(path.substr(question + 1), what);
    what = request.method + " " + key;
    if (world_->deny.count(what) > 0) return error(403, "AccessDenied");
    const auto found = objects.find(key);
    if (request.method == "DELETE") {
      objects.erase(key);
      return {204, {}, ""};
    }
    if (request.method == "PUT") {
      const std::string matches = header(request, "If-Match");
      const bool absent = !header(request, "If-None-Match").empty();
      if (world_->no_conditions && (absent || !matches.empty()))
        return error(501, "NotImplemented");
      if (absent && found != objects.end()) return error(412, "PreconditionFailed");
      if (!matches.empty() && found == objects.end()) return error(404, "NoSuchKey");
      if (!matches.empty() && etag(found->second) != matches)
        return error(412, "PreconditionFailed");
      objects[key] = request.body;
      world_->replaces[key] = header(request, "x-amz-meta-tenon-replaces");
      return {200, {{"etag", etag(request.body)}}, ""};
    }
    if (found == objects.end()) return error(404, "NoSuchKey");
    if (header(request, "If-None-Match") == etag(found->second)) return {304, {}, ""};
    return {200,
            {{"etag", etag(found->second)}, {"x-amz-meta-tenon-replaces", world_->replaces[key]}},
            found->second};
  }

  HttpResponse list(const std::string& query, std::string& what) {
    const auto at = query.find("prefix=");
    const std::string prefix = aws::uri_decode(query.substr(at + 7, query.find('&', at) - at - 7));
    what = "LIST " + prefix;
    if (world_->deny.count(what) > 0) return error(403, "AccessDenied");
    std::string body = "<ListBucketResult>";
    for (const auto& [key, text] : world_->objects) {
      if (key.compare(0, prefix.size(), prefix) == 0)
        body += "<Contents><Key>" + key + "</Key></Contents>";
    }
    return {200, {}, body + "<IsTruncated>false</IsTruncated></ListBucketResult>"};
  }

  HttpResponse item(const HttpRequest& request, std::string& what) {
    const std::string target = header(request, "X-Amz-Target");
    const auto body = nlohmann::json::parse(request.body);
    const std::string operation = target.substr(target.find('.') + 1);
    const auto& holder = operation == "PutItem" ? body["Item"] : body["Key"];
    const std::string id = holder["LockID"]["S"];
    what = operation + " " + id;
    auto& items = world_->items;
    const auto found = items.find(id);
    const HttpResponse failed{
        400,
        {},
        "{\"__type\":\"com.amazonaws#ConditionalCheckFailedException\",\"message\":\"m\"}"};
    if (operation == "GetItem") {
      nlohmann::json answer = nlohmann::json::object();
      if (found != items.end()) {
        for (const auto& [name, text] : found->second) answer["Item"][name] = {{"S", text}};
      }
      return {200, {}, answer.dump()};
    }
    if (operation == "PutItem") {
      if (body.contains("ConditionExpression") && found != items.end()) return failed;
      auto& item = items[id] = {};
      for (const auto& [name, value] : body["Item"].items()) item[name] = value["S"];
      return {200, {}, "{}"};
    }
    if (body.contains("ConditionExpression")) {
      const std::string name = body["ExpressionAttributeNames"]["#a"];
      const std::string value = body["ExpressionAttributeValues"][":v"]["S"];
      if (found == items.end() || found->second[name] != value) return failed;
    }
    items.erase(id);
    return {200, {}, "{}"};
  }

  const std::shared_ptr<FakeS3World> world_;
};

inline S3Settings fake_settings() {
  S3Settings settings;
  settings.bucket = "states";
  settings.key = "app.tfstate";
  settings.region = "us-east-1";
  settings.credentials.access_key = "test";
  settings.credentials.secret_key = "test";
  settings.path_style = true;
  settings.use_lockfile = true;
  settings.dynamodb_table = "locks";
  return settings;
}

inline std::shared_ptr<S3Connection> fake_connection(Env& env, std::shared_ptr<FakeS3World> world,
                                                     S3Settings settings = fake_settings()) {
  return std::make_shared<S3Connection>(env, std::move(settings),
                                        std::make_unique<FakeS3>(std::move(world)));
}

}  // namespace tenon
