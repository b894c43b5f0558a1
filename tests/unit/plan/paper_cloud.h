// PaperCloud: a provider whose objects are entries of a map, for tests of planning, applying and
// recovery: paper_thing has a name (forces a new object), a size and an id. It fails, dies and is
// denied as a test says.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "providers/provider.h"
#include "schema/resource/declare.h"
#include "schema/resource/validate.h"
#include "schema/value/compare.h"
#include "schema/value/path.h"

namespace tenon {

class PaperCloud final : public BasicProvider {
 public:
  struct Thing {
    std::string name;
    std::int64_t size = 0;
  };
  struct Facts {
    std::map<std::string, Thing> things;  // by id
    std::set<std::string> failing;        // names
    std::set<std::string> ambiguous;      // names: made, but no answer comes
    bool denied = false;                  // reads
    std::vector<std::string> calls;       // "create a", "read 3" …
  };

  explicit PaperCloud(Facts& facts)
      : facts_(facts),
        schema_(SchemaBuilder("paper_thing")
                    .required("name", Type::string())
                    .optional("size", Type::number())
                    .computed("id", Type::string())
                    .build()),
        config_(SchemaBuilder("paper").build()) {}

  std::string_view source() const override { return "hashicorp/paper"; }
  std::string_view version() const override { return "1.0.0"; }
  const ResourceSchema& config_schema() const override { return config_; }
  std::vector<Symbol> types(ResourceMode mode) const override {
    return mode == ResourceMode::Managed ? std::vector<Symbol>{Symbol("paper_thing")}
                                         : std::vector<Symbol>{};
  }
  const ResourceSchema* schema(ResourceMode mode, Symbol type) const override {
    return mode == ResourceMode::Managed && type.view() == "paper_thing" ? &schema_ : nullptr;
  }
  std::shared_ptr<const Configured> configure(const ConfigureRequest&, Diagnostics&) override {
    struct Paper final : Configured {
      Digest128 plan_digest() const override { return {}; }
    };
    return std::make_shared<Paper>();
  }

  PlanResponse plan(const PlanRequest& request, Diagnostics&) const override {
    PlanResponse response;
    response.planned =
        with_computed_unknown(*request.arena, schema_.block, request.proposed, request.config);
    if (!request.prior.is_null()) {
      response.planned = request.proposed;
      const Path name{PathStep::attribute(Symbol("name"))};
      if (!same_content(*request.prior.attribute(Symbol("name")),
                        *request.proposed.attribute(Symbol("name"))))
        response.replace.push_back(name);
    }
    return response;
  }
  Effect effect(Symbol) const override { return Effect::World; }
  Recovery recovery(Symbol) const override {
    return {RecoveryKind::NaturalKey, std::chrono::seconds(0), {}};
  }

  std::vector<ReadResult> read(std::span<const ReadRequest> requests, Arena& arena) override {
    const std::lock_guard lock(mutex_);
    facts_.calls.push_back("read " + std::to_string(requests.size()));
    std::vector<ReadResult> results;
    for (const ReadRequest& request : requests) {
      ReadResult result;
      const auto found =
          facts_.things.find(std::string(request.prior.attribute(Symbol("id"))->as_string()));
      if (facts_.denied) {
        result.error = make_error(ErrorCategory::PermissionDenied, "access denied");
      } else if (found == facts_.things.end()) {
        result.kind = ReadKind::Absent;
      } else {
        result.kind = ReadKind::Found;
        result.value = value_of(arena, found->first, found->second);
      }
      results.push_back(std::move(result));
    }
    return results;
  }

  OperationResult operate(const OperationRequest& request, OperationContext& context) override {
    const std::lock_guard lock(mutex_);
    OperationResult result;
    const Value& subject = request.kind == OperationKind::Remove ? request.prior : request.planned;
    const std::string name(subject.attribute(Symbol("name"))->as_string());
    static constexpr const char* kWords[] = {"create ", "update ", "remove "};
    facts_.calls.push_back(kWords[static_cast<int>(request.kind)] + name);
    if (facts_.failing.count(name) > 0) {
      result.kind = OperationResult::Kind::Failed;
      result.error = make_error(ErrorCategory::Exhausted, "no paper left");
      return result;
    }
    const Value size = *subject.attribute(Symbol("size"));
    const Thing thing{name, size.is_known() ? size.as_int64() : 0};
    std::string id = request.kind == OperationKind::Create
                         ? "thing-" + std::to_string(++made_)
                         : std::string(request.prior.attribute(Symbol("id"))->as_string());
    if (request.kind == OperationKind::Remove) {
      facts_.things.erase(id);
      return result;
    }
    facts_.things[id] = thing;
    if (facts_.ambiguous.count(name) > 0) {
      result.kind = OperationResult::Kind::Failed;
      result.ambiguous = true;
      result.error = make_error(ErrorCategory::Unavailable, "no answer came");
      return result;
    }
    result.value = value_of(*request.arena, id, thing);
    if (request.kind == OperationKind::Create && context.progress) {
      const Status kept = context.progress(result.value, id);
      if (!kept) {
        result.kind = OperationResult::Kind::Failed;
        result.error = kept.error();
        result.ambiguous = true;
      }
    }
    return result;
  }

  FindResult find(const FindRequest& request) override {
    const std::lock_guard lock(mutex_);
    FindResult result;
    const std::string name(request.planned.attribute(Symbol("name"))->as_string());
    facts_.calls.push_back("find " + name);
    if (facts_.denied) {
      result.message = "access denied";
      return result;
    }
    result.kind = FindResult::Kind::Absent;
    for (const auto& [id, thing] : facts_.things) {
      if (thing.name != name) continue;
      result.kind = FindResult::Kind::Found;
      result.value = value_of(*request.arena, id, thing);
    }
    return result;
  }

 private:
  Value value_of(Arena& arena, const std::string& id, const Thing& thing) const {
    Value value = empty_block(arena, schema_.block);
    const auto set = [&](const char* name, const Value& to) {
      value = with_value_at(arena, value, {PathStep::attribute(Symbol(name))}, to);
    };
    set("id", Value::string(arena, id));
    set("name", Value::string(arena, thing.name));
    set("size", thing.size == 0 ? Value::null(Type::number()) : Value::number(thing.size));
    return value;
  }

  Facts& facts_;
  std::mutex mutex_;
  std::uint64_t made_ = 0;
  const ResourceSchema schema_;
  const ResourceSchema config_;
};

}  // namespace tenon
