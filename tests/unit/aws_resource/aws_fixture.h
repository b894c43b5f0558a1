// The real catalogue, and a cloud that answers what a test says.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>

#include "providers/aws/catalog/catalog.h"
#include "providers/aws/catalog/compile.h"
#include "providers/aws/provider.h"
#include "providers/aws/resource/value_node.h"
#include "schema/resource/validate.h"

namespace tenon::aws {

class CatalogBytes final : public MappedBytes {
 public:
  explicit CatalogBytes(std::string text) : text_(std::move(text)) { view_ = text_; }

 private:
  std::string text_;
};

inline std::shared_ptr<const Catalog> real_catalog() {
  static const std::shared_ptr<const Catalog> catalog = [] {
    Diagnostics diagnostics;
    const CatalogEntries entries = compile_catalog(system_env(), TENON_AWS_SOURCE, diagnostics);
    CHECK(!diagnostics.has_errors());
    return std::shared_ptr<const Catalog>(
        *Catalog::from_bytes(std::make_shared<CatalogBytes>(catalog_bytes(entries))));
  }();
  return catalog;
}

// Each request is noted; answers come in order, then "{}".
class ScriptedCloud final : public HttpClient {
 public:
  struct Answer {
    int status = 200;
    std::string body;
    bool lost = false;
  };
  HttpOutcome perform(const HttpRequest& request, const std::function<bool()>&) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [name, value] : request.headers) {
      if (name == "X-Amz-Target") calls.push_back(value.substr(value.find('.') + 1));
    }
    const auto host = request.url.find("://") + 3;
    const std::string target =
        request.url.substr(std::min(request.url.find('/', host), request.url.size()));
    const std::string place = target.substr(0, target.find('?'));
    bodies.push_back(request.body);
    urls.push_back(request.url);
    places.push_back(request.method + " " + place);
    HttpOutcome outcome;
    Answer answer{200, "{}", false};
    if (const auto found = by_place.find(place); found != by_place.end()) {
      answer.body = found->second;
    } else if (!answers.empty()) {
      answer = answers.front();
      answers.pop_front();
    }
    if (answer.lost) {
      outcome.failure =
          HttpFailure{make_error(ErrorCategory::Unavailable, "connection reset"), false};
      outcome.failure->error.retryable = true;
    } else {
      outcome.response = HttpResponse{answer.status, {}, answer.body};
    }
    return outcome;
  }
  std::deque<Answer> answers;
  std::vector<std::string> calls;
  std::vector<std::string> bodies;
  std::vector<std::string> urls;
  std::vector<std::string> places;              // "GET /restapis"
  std::map<std::string, std::string> by_place;  // answers that depend on the path alone

 private:
  std::mutex mutex_;
};

class AwsFixture {
 public:
  AwsFixture() {
    auto cloud = std::make_unique<ScriptedCloud>();
    cloud_ = cloud.get();
    provider_ = make_aws_provider(system_env(), std::move(cloud), real_catalog());
    const auto config = parse_json(R"({"region": "eu-west-1", "access_key": "a", "secret_key": "b",
        "skip_requesting_account_id": true,
        "default_tags": [{"tags": {"Owner": "team"}}]})");
    const Type type = provider_->config_schema().block.type;
    Diagnostics diagnostics;
    configured_ = provider_->configure({value_of(arena_, *config, type), "provider.aws", &arena_},
                                       diagnostics);
    CHECK(configured_ != nullptr);
  }

  const ResourceSchema& schema(std::string_view type) const {
    return *provider_->schema(ResourceMode::Managed, Symbol(type));
  }
  // A value of the type from JSON; what is left out is null, blocks are empty.
  Value object(std::string_view type, std::string_view json) {
    const auto node = parse_json(json);
    CHECK(node.has_value());
    const Value given = value_of(arena_, *node, schema(type).block.type);
    const Value empty = empty_block(arena_, schema(type).block);
    std::vector<Value> slots(given.elements().begin(), given.elements().end());
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (slots[i].is_null()) slots[i] = empty.elements()[i];
    }
    return Value::object(arena_, schema(type).block.type, slots);
  }
  PlanResponse plan(std::string_view type, const Value& prior, const Value& config) {
    PlanRequest request;
    request.type = Symbol(type);
    request.configured = configured_.get();
    request.schema = &schema(type);
    request.prior = prior;
    request.config = config;
    request.proposed = proposed_value(arena_, schema(type).block, prior, config);
    request.arena = &arena_;
    Diagnostics diagnostics;
    return provider_->plan(request, diagnostics);
  }
  Value none(std::string_view type) { return Value::null(schema(type).block.type); }
  static Value at(const Value& object, std::string_view name) {
    return object.attribute(Symbol(name)).value_or(Value());
  }

  Arena arena_;
  ScriptedCloud* cloud_ = nullptr;
  std::unique_ptr<Provider> provider_;
  std::shared_ptr<const Configured> configured_;
};

}  // namespace tenon::aws
