#include "providers/fake/fake.h"

#include <signal.h>

#include <algorithm>

#include "providers/builtin/local_only.h"
#include "providers/fake/cloud.h"
#include "schema/base/text.h"
#include "schema/resource/declare.h"
#include "schema/resource/validate.h"
#include "schema/value/compare.h"

namespace tenon {

namespace fake {

namespace {

struct Kind {
  const char* type;
  const char* prefix;  // of ids
  RecoveryKind recovery;
};
constexpr Kind kKinds[] = {
    {"fake_thing", "thing", RecoveryKind::NaturalKey},
    {"fake_token", "token", RecoveryKind::Token},
    {"fake_tagged", "tagged", RecoveryKind::Tag},
    {"fake_scanned", "scanned", RecoveryKind::Scan},
    {"fake_unrecoverable", "none", RecoveryKind::None},
    {"fake_slow", "slow", RecoveryKind::Token},
};

const Kind& kind_of(Symbol type) {
  for (const Kind& kind : kKinds) {
    if (type.view() == kind.type) return kind;
  }
  return kKinds[0];
}

class Configuration final : public Configured {
 public:
  Configuration(std::string region, bool known) : region_(std::move(region)), known_(known) {}
  Digest128 plan_digest() const override { return keyed_digest(DigestKey{1, 2}, region_); }
  bool can_read() const override { return known_; }
  const std::string& region() const { return region_; }

 private:
  std::string region_;
  bool known_;
};

ResourceSchema schema_of(const char* type) {
  BlockSchema rule = std::move(SchemaBuilder("rule")
                                   .required("port", Type::number())
                                   .optional("note", Type::string())
                                   .build()
                                   .block);
  BlockSchema member =
      std::move(SchemaBuilder("member").required("who", Type::string()).build().block);
  SchemaBuilder builder(type);
  builder.required("name", Type::string())
      .optional("size", Type::number())
      .optional("parent", Type::string())
      .optional("needs", Type::list_of(Type::string()))
      .optional("tags", Type::map_of(Type::string()))
      .optional_computed("zone", Type::string());
  builder.optional("secret", Type::string()).sensitive();
  builder.optional("secret_wo", Type::string()).write_only();
  builder.computed("id", Type::string())
      .computed("arn", Type::string())
      .computed("revision", Type::number());
  builder.block("rule", Nesting::List, std::move(rule));
  builder.block("member", Nesting::Set, std::move(member));
  return builder.build();
}

ResourceSchema lookup_schema() {
  return SchemaBuilder("fake_lookup", ResourceMode::Data)
      .required("name", Type::string())
      .optional("kind", Type::string())
      .computed("id", Type::string())
      .computed("arn", Type::string())
      .computed("size", Type::number())
      .computed("zone", Type::string())
      .build();
}

std::string text(const Value& object, std::string_view name) {
  const Value value = slot_of(object, name);
  return value.is_known() ? std::string(value.as_string()) : std::string();
}

Error denied(const std::string& operation, Symbol type) {
  return make_error(ErrorCategory::PermissionDenied,
                    "not allowed to perform fake:" + operation + " on " + std::string(type.view()),
                    "AccessDenied");
}

OperationResult failed(Error error) {
  OperationResult result;
  result.kind = OperationResult::Kind::Failed;
  result.error = std::move(error);
  return result;
}

class FakeProvider final : public LocalOnlyProvider {
 public:
  FakeProvider(Env& env, const std::string& folder)
      : LocalOnlyProvider("fake"),
        env_(env),
        config_(SchemaBuilder("fake").optional("region", Type::string()).build()),
        cloud_(env, folder, schema_of("fake_thing").block.type) {
    for (const Kind& kind : kKinds) add_type(schema_of(kind.type));
    add_type(lookup_schema());
  }

  std::string_view source() const override { return "tenon/fake"; }
  std::string_view version() const override { return "1.0.0"; }
  Effect effect(Symbol) const override { return Effect::World; }
  Recovery recovery(Symbol type) const override {
    return {
        kind_of(type).recovery, settle(),
        "fake_unrecoverable keeps no mark of who made it, and this one has not told its id yet"};
  }
  const ResourceSchema& config_schema() const override { return config_; }
  std::shared_ptr<const Configured> configure(const ConfigureRequest& request,
                                              Diagnostics&) override {
    const Value region =
        request.config.is_known() ? slot_of(request.config, "region") : Value::null(Type::string());
    return std::make_shared<Configuration>(
        region.is_known() ? std::string(region.as_string()) : std::string("here"),
        !region.is_unknown());
  }

  void validate(ResourceMode mode, Symbol, const Value& config, const SpanOf& at,
                Diagnostics& diagnostics) const override {
    if (mode != ResourceMode::Managed) return;
    const Value size = slot_of(config, "size");
    if (size.is_known() && size.is_int64() && size.as_int64() < 0) {
      diagnostics.error(
          "E0701", "Invalid attribute value",
          "size must not be negative, and is " + std::to_string(size.as_int64()) + ".",
          at({PathStep::attribute(Symbol("size"))}));
    }
  }

  PlanResponse plan(const PlanRequest& request, Diagnostics&) const override {
    PlanResponse response;
    response.private_bytes = std::string(request.private_bytes);
    response.planned = request.proposed;
    if (request.proposed.is_null()) return response;
    Arena& arena = *request.arena;
    const BlockSchema& block = request.schema->block;
    const Value proposed = without_write_only(arena, block, request.proposed);
    if (request.prior.is_null()) {
      response.planned = with_computed_unknown(arena, block, proposed, request.config);
      return response;
    }
    if (!same_content(slot_of(request.prior, "name"), slot_of(proposed, "name")))
      response.replace.push_back({PathStep::attribute(Symbol("name"))});
    response.planned = same_content(request.prior, proposed)
                           ? proposed
                           : with_slot(arena, proposed, "revision", Value::unknown(Type::number()));
    return response;
  }

  std::vector<ReadResult> read(std::span<const ReadRequest> requests, Arena& arena) override {
    std::vector<ReadResult> results;
    for (const ReadRequest& request : requests) results.push_back(read_one(request, arena));
    return results;
  }

  Result<Value> read_data(const DataRequest& request) override {
    const std::string name = text(request.config, "name");
    const std::string wanted = text(request.config, "kind");
    const std::string type = wanted.empty() ? "fake_thing" : wanted;
    RETURN_IF_ERROR(wait("read", request.type, name));
    const Cloud::Lock lock = cloud_.lock();
    Call call(*this, "read", request.type, name);
    ASSIGN_OR_RETURN(const auto deny,
                     cloud_.rule(RuleKind::Deny, "read", request.type.view(), name));
    if (deny) return call.ended(denied("read", request.type));
    Arena& arena = *request.arena;
    ASSIGN_OR_RETURN(const auto objects, cloud_.objects(arena, type));
    for (const Object& object : objects) {
      if (text(object.value, "name") != name || !cloud_.is_visible(object)) continue;
      std::vector<Value> slots;
      for (const SchemaSlot& slot : request.schema->block.slots) {
        const bool asked = slot.attribute.settable();
        slots.push_back(slot_of(asked ? request.config : object.value, slot.name.view()));
      }
      call.ended(object.id);
      return Value::object(arena, request.schema->block.type, slots);
    }
    return call.ended(make_error(ErrorCategory::NotFound,
                                 "there is no " + type + " named \"" + name + "\"", "NotFound"));
  }

  OperationResult operate(const OperationRequest& request, OperationContext& context) override {
    const bool removing = request.kind == OperationKind::Remove;
    const std::string operation = removing                                ? "remove"
                                  : request.kind == OperationKind::Update ? "update"
                                  : context.continuation.empty()          ? "create"
                                                                          : "activate";
    const std::string name = text(removing ? request.prior : request.planned, "name");
    if (const Status waited = wait(operation, request.type, name); !waited)
      return failed(waited.error());
    OperationResult result = locked_operate(request, context, operation, name);
    // Outside of the lock: the engine writes its journal meanwhile.
    const RecoveryKind recovery = kind_of(request.type).recovery;
    if (operation == "create" && result.kind != OperationResult::Kind::Failed &&
        (result.kind == OperationResult::Kind::Again || recovery == RecoveryKind::None) &&
        context.progress) {
      const Status kept = context.progress(result.value, text(result.value, "id"));
      if (!kept) {
        result = failed(kept.error());
        result.ambiguous = true;
      }
    }
    return result;
  }

  Result<std::string> siblings(const OperationRequest& request) override {
    const Cloud::Lock lock = cloud_.lock();
    ASSIGN_OR_RETURN(const auto objects, cloud_.objects(*request.arena, request.type.view()));
    std::string ids;
    for (const Object& object : objects) ids += object.id + "\n";
    return ids;
  }

  FindResult find(const FindRequest& request) override {
    FindResult result;
    const std::string name = text(request.planned, "name");
    const Cloud::Lock lock = cloud_.lock();
    Call call(*this, "find", request.type, name);
    const auto deny = cloud_.rule(RuleKind::Deny, "find", request.type.view(), name);
    auto objects = cloud_.objects(*request.arena, request.type.view());
    if (!deny || !objects || deny.value()) {
      result.message = !deny      ? deny.error().message
                       : !objects ? objects.error().message
                                  : call.ended(denied("find", request.type)).message;
      return result;
    }
    std::vector<const Object*> matches;
    for (const Object& object : *objects) {
      if (cloud_.is_visible(object) && recognised(request, object)) matches.push_back(&object);
    }
    if (matches.size() > 1) {
      result.message = std::to_string(matches.size()) + " objects that came since look like it";
      return result;
    }
    if (matches.empty()) {
      call.ended("absent");
      result.kind = FindResult::Kind::Absent;
      if (request.since_intent < settle()) {
        result.kind = FindResult::Kind::TooEarly;
        result.again_after = std::chrono::milliseconds(50);
      }
      return result;
    }
    const Object& object = *matches[0];
    if (kind_of(request.type).recovery == RecoveryKind::NaturalKey &&
        !as_planned(request, object)) {
      result.message = "an object named \"" + name +
                       "\" exists and is not as planned, so it may be somebody else's";
      return result;
    }
    call.ended(object.id);
    result.kind = FindResult::Kind::Found;
    result.value = object.value;
    result.complete = object.active;
    return result;
  }

  Result<std::vector<ImportResult>> import(Arena& arena, const Configured&, Symbol type,
                                           std::string_view id) override {
    const Cloud::Lock lock = cloud_.lock();
    ASSIGN_OR_RETURN(const auto object, cloud_.object(arena, std::string(id)));
    std::vector<ImportResult> found;
    if (object && object->type == type.view()) found.push_back({type, object->value, {}});
    return found;
  }

  Result<std::vector<ImportResult>> list(Arena& arena, const Configured&, Symbol type) override {
    const Cloud::Lock lock = cloud_.lock();
    ASSIGN_OR_RETURN(const auto objects, cloud_.objects(arena, type.view()));
    std::vector<ImportResult> found;
    for (const Object& object : objects) found.push_back({type, object.value, {}});
    return found;
  }

 private:
  // One line of the call log, written when the call has an outcome.
  class Call {
   public:
    Call(FakeProvider& provider, std::string operation, Symbol type, const std::string& name)
        : provider_(provider),
          what_(std::move(operation) + " " + std::string(type.view()) + "." + name),
          begun_(provider.env_.monotonic()) {}
    void ended(const std::string& id, const std::string& outcome = "ok") {
      const auto stamp = [](std::chrono::steady_clock::time_point at) {
        return std::to_string(
            std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count());
      };
      provider_.cloud_.log(what_ + " " + (id.empty() ? "-" : id) + " " + outcome + " " +
                           stamp(begun_) + " " + stamp(provider_.env_.monotonic()));
    }
    Error ended(Error error) {
      ended("", error.code);
      return error;
    }

   private:
    FakeProvider& provider_;
    std::string what_;
    std::chrono::steady_clock::time_point begun_;
  };

  std::chrono::seconds settle() const {
    const auto wanted = env_.variable("TENON_SETTLE_SECONDS");
    return std::chrono::seconds(wanted ? std::atoi(wanted->c_str()) : 1);
  }

  // A slow network, not a slow cloud: others are served meanwhile.
  Status wait(const std::string& operation, Symbol type, const std::string& name) {
    std::chrono::milliseconds time{0};
    {
      const Cloud::Lock lock = cloud_.lock();
      ASSIGN_OR_RETURN(const auto delay,
                       cloud_.rule(RuleKind::Delay, operation, type.view(), name));
      if (delay) time = delay->time;
    }
    if (time.count() == 0) return ok_status();
    Call call(*this, "wait-" + operation, type, name);
    {
      const Cloud::Lock lock = cloud_.lock();
      cloud_.log("started " + operation + " " + std::string(type.view()) + "." + name);
    }
    env_.sleep(time);
    const Cloud::Lock lock = cloud_.lock();
    call.ended("");
    return ok_status();
  }

  [[noreturn]] static void die() {
    ::raise(SIGKILL);
    std::abort();
  }

  ReadResult read_one(const ReadRequest& request, Arena& arena) {
    ReadResult result;
    const std::string name = text(request.prior, "name");
    const auto unchecked = [&](Error error) {
      result.kind = ReadKind::Unchecked;
      result.error = std::move(error);
      return result;
    };
    if (const Status waited = wait("read", request.type, name); !waited)
      return unchecked(waited.error());
    const Cloud::Lock lock = cloud_.lock();
    Call call(*this, "read", request.type, name);
    const auto deny = cloud_.rule(RuleKind::Deny, "read", request.type.view(), name);
    if (!deny) return unchecked(deny.error());
    if (*deny) return unchecked(call.ended(denied("read", request.type)));
    const auto fail = cloud_.rule(RuleKind::Fail, "read", request.type.view(), name);
    if (!fail) return unchecked(fail.error());
    if (*fail)
      return unchecked(
          call.ended(make_error(ErrorCategory::Unavailable, (*fail)->message, (*fail)->code)));
    const auto object = cloud_.object(arena, text(request.prior, "id"));
    if (!object) return unchecked(object.error());
    result.private_bytes = std::string(request.private_bytes);
    if (!*object || !cloud_.is_visible(**object)) {
      result.kind = ReadKind::Absent;
      call.ended("", "absent");
      return result;
    }
    result.kind = ReadKind::Found;
    result.value = (*object)->value;
    call.ended((*object)->id);
    return result;
  }

  OperationResult locked_operate(const OperationRequest& request, OperationContext& context,
                                 const std::string& operation, const std::string& name) {
    const Cloud::Lock lock = cloud_.lock();
    const std::string_view type = request.type.view();
    Call call(*this, operation, request.type, name);
    std::optional<Rule> rules[8];
    for (const RuleKind kind :
         {RuleKind::Deny, RuleKind::Fail, RuleKind::CrashBefore, RuleKind::Half, RuleKind::Lose,
          RuleKind::CrashAfter, RuleKind::Hide}) {
      auto rule = cloud_.rule(kind, operation, type, name);
      if (!rule) return failed(rule.error());
      if (*rule && kind == RuleKind::Deny)
        return failed(call.ended(denied(operation, request.type)));
      if (*rule && kind == RuleKind::Fail)
        return failed(call.ended(
            make_error(ErrorCategory::InvalidArgument, (*rule)->message, (*rule)->code)));
      if (*rule && kind == RuleKind::CrashBefore) {
        call.ended("", "crashed-before");
        die();
      }
      rules[static_cast<int>(kind)] = std::move(*rule);
    }
    const auto& hide = rules[static_cast<int>(RuleKind::Hide)];
    OperationResult result =
        take_effect(request, context, operation, hide ? hide->time : std::chrono::milliseconds(0));
    if (result.kind == OperationResult::Kind::Failed) {
      call.ended("", result.error.code);
      return result;
    }
    const std::string id =
        text(request.kind == OperationKind::Remove ? request.prior : result.value, "id");
    if (rules[static_cast<int>(RuleKind::CrashAfter)]) {
      call.ended(id, "crashed-after");
      die();
    }
    if (const auto& half = rules[static_cast<int>(RuleKind::Half)]) {
      call.ended(id, half->code);
      OperationResult broken =
          failed(make_error(ErrorCategory::Unavailable, half->message, half->code));
      broken.value = result.value;
      return broken;
    }
    if (rules[static_cast<int>(RuleKind::Lose)]) {
      call.ended(id, "lost");
      OperationResult lost = failed(make_error(
          ErrorCategory::Unavailable, "the connection broke before the answer came", "Lost"));
      lost.ambiguous = true;
      return lost;
    }
    call.ended(id);
    return result;
  }

  // What the cloud does. The lock is held.
  OperationResult take_effect(const OperationRequest& request, const OperationContext& context,
                              const std::string& operation, std::chrono::milliseconds hidden) {
    if (operation == "create") return create(request, context, hidden);
    OperationResult result;
    Arena& arena = *request.arena;
    const std::string id =
        operation == "activate" ? context.continuation : text(request.prior, "id");
    auto there = cloud_.object(arena, id);
    if (!there) return failed(there.error());
    if (operation == "remove") {
      if (!*there) return result;
      for (const auto& other : cloud_.objects(arena, "").value_or({})) {
        if (other.id != id && text(other.value, "parent") == id)
          return failed(
              make_error(ErrorCategory::Conflict, id + " is in use by " + other.id, "InUse"));
      }
      if (const Status removed = cloud_.remove(id); !removed) return failed(removed.error());
      return result;
    }
    if (!*there)
      return failed(make_error(ErrorCategory::NotFound, "there is no object " + id, "NotFound"));
    Object object = std::move(**there);
    if (operation == "activate") {
      object.active = true;
    } else {
      const std::int64_t revision = slot_of(object.value, "revision").as_int64();
      object.value = with_slot(arena, request.planned, "revision", Value::number(revision + 1));
      object.value = with_slot(arena, object.value, "secret_wo", Value::null(Type::string()));
      if (!slot_of(object.value, "zone").is_known())
        object.value = with_slot(arena, object.value, "zone", Value::string(arena, "zone-a"));
      const Value secret = slot_of(request.config, "secret_wo");
      if (secret.is_known()) object.secret_wo = std::string(secret.as_string());
    }
    if (const Status put = cloud_.put(object); !put) return failed(put.error());
    result.value = object.value;
    return result;
  }

  OperationResult create(const OperationRequest& request, const OperationContext& context,
                         std::chrono::milliseconds hidden) {
    Arena& arena = *request.arena;
    const Kind& kind = kind_of(request.type);
    const auto others = cloud_.objects(arena, request.type.view());
    if (!others) return failed(others.error());
    const std::string name = text(request.planned, "name");
    for (const Object& other : *others) {
      if (kind.recovery == RecoveryKind::NaturalKey && text(other.value, "name") == name)
        return failed(make_error(ErrorCategory::AlreadyExists,
                                 "an object named \"" + name + "\" exists", "AlreadyExists"));
      if (kind.recovery == RecoveryKind::Token && other.token == context.token)
        return answer(kind, other);
    }
    const std::string parent = text(request.planned, "parent");
    if (!parent.empty()) {
      const auto there = cloud_.object(arena, parent);
      if (!there || !*there)
        return failed(
            make_error(ErrorCategory::NotFound, "there is no parent " + parent, "NoParent"));
    }
    const auto id = cloud_.next_id(kind.prefix);
    if (!id) return failed(id.error());
    const auto& configured = static_cast<const Configuration&>(*request.configured);
    Object object;
    object.type = std::string(request.type.view());
    object.id = *id;
    object.token = context.token;
    object.intent = context.intent;
    object.secret_wo = text(request.config, "secret_wo");
    object.active = object.type != "fake_slow";
    if (hidden.count() > 0)
      object.visible_at = std::chrono::duration_cast<std::chrono::milliseconds>(
                              (env_.now() + hidden).time_since_epoch())
                              .count();
    Value value = with_slot(arena, request.planned, "id", Value::string(arena, *id));
    value = with_slot(arena, value, "arn",
                      Value::string(arena, "arn:fake:" + configured.region() + ":" + *id));
    value = with_slot(arena, value, "revision", Value::number(1));
    value = with_slot(arena, value, "secret_wo", Value::null(Type::string()));
    if (!slot_of(value, "zone").is_known())
      value = with_slot(arena, value, "zone", Value::string(arena, configured.region() + "-a"));
    object.value = value;
    if (const Status put = cloud_.put(object); !put) return failed(put.error());
    return answer(kind, object);
  }

  static OperationResult answer(const Kind&, const Object& object) {
    OperationResult result;
    result.value = object.value;
    if (!object.active) {
      result.kind = OperationResult::Kind::Again;
      result.again_after = std::chrono::milliseconds(20);
      result.continuation = object.id;
    }
    return result;
  }

  static bool recognised(const FindRequest& request, const Object& object) {
    if (!request.identity.empty()) return object.id == request.identity;
    switch (kind_of(request.type).recovery) {
      case RecoveryKind::Token:
        return object.token == request.token;
      case RecoveryKind::Tag:
        return object.intent == request.intent;
      case RecoveryKind::NaturalKey:
        return slot_of(object.value, "name").as_string() == text(request.planned, "name");
      case RecoveryKind::Scan: {
        const auto before = split(request.siblings, '\n');
        return std::find(before.begin(), before.end(), object.id) == before.end() &&
               as_planned(request, object);
      }
      default:
        return false;
    }
  }

  static bool as_planned(const FindRequest& request, const Object& object) {
    return contradictions(request.schema->block, request.planned, object.value).empty();
  }

  Env& env_;
  ResourceSchema config_;
  Cloud cloud_;
};

}  // namespace

}  // namespace fake

void add_fake_provider(Registry& registry, Env& env) {
  const std::string folder = env.variable("TENON_FAKE_CLOUD").value_or("");
  if (!folder.empty()) registry.add(std::make_unique<fake::FakeProvider>(env, folder));
}

}  // namespace tenon
