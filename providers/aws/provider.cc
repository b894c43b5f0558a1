#include "providers/aws/provider.h"

#include <map>
#include <mutex>

#include "providers/aws/catalog/catalog.h"
#include "providers/aws/configure.h"
#include "providers/aws/resource/find.h"
#include "providers/aws/resource/operate.h"
#include "providers/aws/resource/plan.h"
#include "providers/aws/resource/read.h"
#include "schema/base/parallel.h"
#include "schema/resource/declare.h"
#include "schema/resource/upgrade.h"

namespace tenon {

namespace {

using aws::AwsSession;
using aws::Declaration;

// Requests in flight for one account, region and service.
constexpr double kInFlight = 32;

const AwsSession& session_of(const Configured* configured) {
  CHECK(configured != nullptr);
  return static_cast<const AwsSession&>(*configured);
}

class AwsProvider final : public BasicProvider {
 public:
  AwsProvider(Env& env, std::unique_ptr<HttpClient> http,
              std::shared_ptr<const aws::Catalog> catalog)
      : env_(env), http_(std::move(http)), throttle_(kInFlight), catalog_(std::move(catalog)) {}

  std::string_view source() const override { return "hashicorp/aws"; }
  std::string_view version() const override { return "5.100.0"; }

  const ResourceSchema& config_schema() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!config_schema_) {
      const aws::Catalog* catalog = catalog_locked();
      Result<ResourceSchema> read =
          catalog == nullptr
              ? Result<ResourceSchema>(make_error(ErrorCategory::NotFound, "no catalogue"))
              : schema_from_json(Symbol("aws"), ResourceMode::Managed, catalog->entry("provider"));
      config_schema_ =
          std::make_unique<ResourceSchema>(read ? *std::move(read) : SchemaBuilder("aws").build());
    }
    return *config_schema_;
  }

  std::vector<Symbol> types(ResourceMode mode) const override {
    const aws::Catalog* catalog = this->catalog();
    return catalog == nullptr ? std::vector<Symbol>{} : catalog->types(mode);
  }

  const ResourceSchema* schema(ResourceMode mode, Symbol type) const override {
    const Declaration* found = find(mode, type);
    return found == nullptr ? nullptr : &found->schema;
  }

  std::shared_ptr<const Configured> configure(const ConfigureRequest& request,
                                              Diagnostics& diagnostics) override {
    if (catalog() == nullptr) {
      diagnostics.error("E0711", "AWS catalogue cannot be opened",
                        catalog_error_ +
                            ". It is installed beside the program as "
                            "share/tenon/catalog.bin; TENON_CATALOG names another.");
      return nullptr;
    }
    if (http_ == nullptr) {
      HttpOptions options;
      options.ca_bundle = env_.variable("AWS_CA_BUNDLE").value_or("");
      http_ = make_http_client(options);
    }
    return aws::configure_session(parts(), request, diagnostics);
  }

  void validate(ResourceMode mode, Symbol type, const Value& config, const SpanOf& at,
                Diagnostics& diagnostics) const override {
    if (const Declaration* found = find(mode, type))
      aws::validate_resource(*found, config, at, diagnostics);
  }

  PlanResponse plan(const PlanRequest& request, Diagnostics&) const override {
    const Declaration* found = find(ResourceMode::Managed, request.type);
    CHECK(found != nullptr);
    return aws::plan_resource(*found, session_of(request.configured), request);
  }

  Result<Value> upgrade(Arena& arena, Symbol type, std::int64_t,
                        const Value& value) const override {
    const Declaration* found = find(ResourceMode::Managed, type);
    if (found == nullptr)
      return make_error(ErrorCategory::Unsupported, "there is no type " + std::string(type.view()));
    return upgrade_by_shape(arena, found->schema, value);
  }

  Effect effect(Symbol) const override { return Effect::World; }

  Recovery recovery(Symbol type) const override {
    const Declaration* found = find(ResourceMode::Managed, type);
    if (found == nullptr) return {};
    static const std::map<std::string, RecoveryKind> kKinds = {
        {"token", RecoveryKind::Token},
        {"natural_key", RecoveryKind::NaturalKey},
        {"tag", RecoveryKind::Tag},
        {"scan", RecoveryKind::Scan},
        {"none", RecoveryKind::None}};
    Recovery recovery;
    recovery.kind = kKinds.at(found->recovery.kind);
    recovery.settle = std::chrono::seconds(found->recovery.settle_seconds);
    recovery.reason = found->recovery.reason;
    return recovery;
  }

  // Grouped by session and type, the groups side by side.
  std::vector<ReadResult> read(std::span<const ReadRequest> requests, Arena& arena) override {
    struct Group {
      const Declaration* declaration = nullptr;
      const AwsSession* session = nullptr;
      std::vector<const ReadRequest*> requests;
      std::vector<std::size_t> places;
      Arena arena;
      std::vector<ReadResult> results;
    };
    std::map<std::pair<const Configured*, Symbol>, std::unique_ptr<Group>> groups;
    for (std::size_t i = 0; i < requests.size(); ++i) {
      auto& group = groups[{requests[i].configured, requests[i].type}];
      if (group == nullptr) {
        group = std::make_unique<Group>();
        group->declaration = find(ResourceMode::Managed, requests[i].type);
        group->session = &session_of(requests[i].configured);
      }
      group->requests.push_back(&requests[i]);
      group->places.push_back(i);
    }
    std::vector<Group*> list;
    for (auto& [key, group] : groups) list.push_back(group.get());
    aws::Listings listings;
    for (const Group* group : list) listings.share(*group->declaration);
    parallel_for(list.size(), list.size(), 1, [&](std::size_t begin, std::size_t end, std::size_t) {
      for (std::size_t g = begin; g < end; ++g)
        list[g]->results = aws::read_many(*list[g]->declaration, *list[g]->session,
                                          list[g]->requests, list[g]->arena, listings);
    });
    std::vector<ReadResult> results(requests.size());
    for (Group* group : list) {
      for (std::size_t i = 0; i < group->places.size(); ++i) {
        ReadResult& to = results[group->places[i]];
        to = std::move(group->results[i]);
        if (to.kind == ReadKind::Found) to.value = deep_copy(arena, to.value);
      }
    }
    return results;
  }

  Result<Value> read_data(const DataRequest& request) override {
    const Declaration* found = find(ResourceMode::Data, request.type);
    CHECK(found != nullptr);
    return aws::read_data_source(*found, session_of(request.configured), request);
  }

  OperationResult operate(const OperationRequest& request, OperationContext& context) override {
    const Declaration* found = find(ResourceMode::Managed, request.type);
    CHECK(found != nullptr);
    return aws::operate_resource(*found, session_of(request.configured), request, context);
  }

  Result<std::string> siblings(const OperationRequest& request) override {
    const Declaration* found = find(ResourceMode::Managed, request.type);
    CHECK(found != nullptr);
    return aws::siblings_of(*found, session_of(request.configured), request);
  }

  FindResult find(const FindRequest& request) override {
    const Declaration* found = find(ResourceMode::Managed, request.type);
    CHECK(found != nullptr);
    return aws::find_resource(*found, session_of(request.configured), request);
  }

  Result<std::vector<ImportResult>> import(Arena& arena, const Configured& configured, Symbol type,
                                           std::string_view id) override {
    const Declaration* found = find(ResourceMode::Managed, type);
    CHECK(found != nullptr);
    return aws::import_resource(*found, session_of(&configured), arena, id);
  }

  ProviderStats stats() const override {
    auto stats = stats_.lock();
    return {stats->calls, stats->retries, stats->bytes_sent, stats->bytes_received};
  }

 private:
  aws::ClientParts parts() { return {env_, *http_, throttle_, stats_, *catalog()}; }

  const aws::Catalog* catalog() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return catalog_locked();
  }

  const aws::Catalog* catalog_locked() const {
    if (catalog_ != nullptr || !catalog_error_.empty()) return catalog_.get();
    std::string path = env_.variable("TENON_CATALOG").value_or("");
    if (path.empty()) {
      const std::string program = env_.executable_path();
      const std::string folder = program.substr(0, program.rfind('/') + 1);
      path = folder + "../share/tenon/catalog.bin";
    }
    auto opened = aws::Catalog::open(env_, path);
    if (opened) {
      catalog_ = std::move(*opened);
    } else {
      catalog_error_ = opened.error().message;
    }
    return catalog_.get();
  }

  const Declaration* find(ResourceMode mode, Symbol type) const {
    const aws::Catalog* catalog = this->catalog();
    return catalog == nullptr ? nullptr : catalog->find(mode, type.view());
  }

  Env& env_;
  std::unique_ptr<HttpClient> http_;
  aws::Throttle throttle_;
  mutable Guarded<aws::CallStats> stats_;
  mutable std::mutex mutex_;
  // Guarded by mutex_ until it is set.
  mutable std::shared_ptr<const aws::Catalog> catalog_;
  mutable std::string catalog_error_;
  mutable std::unique_ptr<ResourceSchema> config_schema_;
};

}  // namespace

std::unique_ptr<Provider> make_aws_provider(Env& env) {
  return std::make_unique<AwsProvider>(env, nullptr, nullptr);
}

std::unique_ptr<Provider> make_aws_provider(Env& env, std::unique_ptr<HttpClient> http,
                                            std::shared_ptr<const aws::Catalog> catalog) {
  return std::make_unique<AwsProvider>(env, std::move(http), std::move(catalog));
}

}  // namespace tenon
